import type { DatasetSummary } from '../dataset.ts';
import { madeOnce } from '../made-once.ts';
import type { RunRecord, Scores } from '../run-record.ts';

/** Why nothing is shown to have been learnt by a run. */
export type Unlearnt = 'diverged' | 'alike' | 'unshown';

type Ended = Pick<RunRecord, 'error' | 'status' | 'summary'> & {
  readonly dataset: Pick<DatasetSummary, 'task' | 'classCounts'>;
};

const COIN_TOSS = 0.5;

/** The score that is claimed for a run: cross-fitted where that is known, as the best epoch's is too high. */
function claimed({ summary }: Ended): Scores | null {
  return summary && (summary.ranking ?? summary.val);
}

/** Whether a run has ended without anything that shows that it learnt; null where it did, or is still open. */
export function unlearnt(run: Ended): Unlearnt | null {
  if (run.status === 'running' || run.status === 'paused') return null;
  if (run.error?.code === 'diverged') return 'diverged';
  const val = claimed(run);
  if (!val) return null;
  if (val.interval) return val.interval[0] <= COIN_TOSS ? 'unshown' : null;
  return isAlike(run, val) ? 'alike' : null;
}

/** Whether each image has one score: then every AUC is a coin toss to the last digit, and has no spread. */
function isAlike({ dataset: { task, classCounts } }: Ended, { aucByClass }: Scores): boolean {
  // Of fewer images a binary AUC has no interval either, and may be a half by chance.
  if (task === 'binary' && Math.min(...classCounts.val) < 3) return false;
  return aucByClass.length > 0 && aucByClass.every((auc) => auc === null || auc === COIN_TOSS);
}

/**
 * That this run learnt nothing that shows, in one sentence.
 *
 * @param done epochs that it was scored after
 */
export function unlearntSentence(run: Ended, done: number): string | null {
  switch (unlearnt(run)) {
    case 'diverged':
      return `Diverged in epoch ${done + 1}: its figures grew until they were no numbers any more.`;
    case 'alike':
      return 'Nothing learnt: all validation images have one and the same score, so the AUC is 0.500.';
    case 'unshown': {
      const { auc, interval } = claimed(run)!;
      const [low, high] = interval!.map((end) => end.toFixed(3));
      const name = run.summary!.ranking ? 'validation AUC, cross-fitted,' : 'validation AUC';
      return `Not shown to have learnt: its ${name} is ${auc.toFixed(3)} (95 % interval ${low} to ${high}), and a coin toss has 0.500.`;
    }
    case null:
      return null;
  }
}

/** The same of several runs, for those beside the one that is spoken of: a sentence for each way. */
export function unlearntSentences(
  runs: readonly { readonly name: string; readonly why: Unlearnt | null }[],
): readonly string[] {
  const of = (why: Unlearnt) => runs.filter((run) => run.why === why).map(({ name }) => name);
  const words: Readonly<Record<Unlearnt, (count: number) => string>> = {
    diverged: () => 'diverged',
    alike: (count) => `learnt nothing: ${count === 1 ? 'its' : 'their'} validation scores are all equal`,
    unshown: (count) =>
      `${count === 1 ? 'is' : 'are'} not shown to have learnt: the interval of ${count === 1 ? 'its' : 'each'} AUC is not above 0.5, a coin toss`,
  };
  return (['diverged', 'alike', 'unshown'] as const).flatMap((why) => {
    const names = of(why);
    return names.length === 0 ? [] : [`${listed().format(names)} ${words[why](names.length)}.`];
  });
}

const listed = madeOnce(() => new Intl.ListFormat('en-GB'));
