import { create } from 'zustand';
import { describeError, LabError, type LabErrorDescription } from '../../lab/lab-error.ts';
import { STRESS_NAMES, type StressName } from '../../lab/stress/registry.ts';
import type { StressScores } from '../../lab/stress/stress-scores.ts';
import type { PartScore } from '../../lab/study/scored-run.ts';
import type { RunRow } from '../../storage/runs.ts';
import { askModel } from '../../worker/client/trained-models.ts';
import { ensureDataset, useData } from '../data/store.ts';

export type StressedPart = 'val' | 'test';

interface StressState {
  /** By part and run. */
  readonly scores: Readonly<Record<string, StressScores>>;
  /** Why there are none of a run, by part and run. */
  readonly failures: Readonly<Record<string, LabErrorDescription>>;
  /** Share of what is worked out now; null while nothing is. */
  readonly progress: number | null;
}

/** What trained models score under stress. The worker keeps the answers by run: asked again, they come at once. */
export const useStress = create<StressState>(() => ({ scores: {}, failures: {}, progress: null }));

export const stressKey = (part: StressedPart, runId: string) => `${part} ${runId}`;

/** Runs that the lab remembers to have worked out, so that they are shown again after a reload. */
const KNOWN = 'medmnist-lab-stressed';

let current: AbortController | null = null;

/** Gives up what is worked out; what is known of single stresses is kept. */
export function cancelStress(): void {
  current?.abort();
}

/** Whether each of these was worked out before, so that it can be shown without a press. */
export function isStressKept(rows: readonly RunRow[], part: StressedPart): boolean {
  const known = readKnown();
  return rows.every(({ id }) => known.includes(stressKey(part, id)));
}

/** Works out how the models of these runs do under stress, one after the other; one such job at a time. */
export async function stressRuns(rows: readonly RunRow[], part: StressedPart): Promise<void> {
  if (current) return;
  const abort = new AbortController();
  current = abort;
  const { scores } = useStress.getState();
  const wanted = rows.filter(({ id }) => !scores[stressKey(part, id)]);
  useStress.setState({ progress: 0 });
  try {
    for (const [place, row] of wanted.entries()) {
      const key = stressKey(part, row.id);
      try {
        const found = await stressRun(row, part, abort.signal, (share) => {
          // Progress and answer travel on different ports: the last of the one may come after all is over.
          if (current === abort) useStress.setState({ progress: (place + share) / wanted.length });
        });
        useStress.setState((state) => ({
          scores: { ...state.scores, [key]: found },
          failures: without(state.failures, key),
        }));
        writeKnown(key);
      } catch (error) {
        if (abort.signal.aborted) return;
        const failure = describeError(error);
        useStress.setState((state) => ({ failures: { ...state.failures, [key]: failure } }));
      }
    }
  } finally {
    current = null;
    useStress.setState({ progress: null });
  }
}

async function stressRun(
  { id, recipe, dataset }: RunRow,
  split: StressedPart,
  signal: AbortSignal,
  onShare: (share: number) => void,
): Promise<StressScores> {
  if (useData.getState().dataset?.key !== dataset.key) {
    throw new LabError(
      'no-dataset',
      `The images of ${dataset.name} are not loaded.`,
      'The run is kept. Choose its set at the top, then stress it.',
    );
  }
  await ensureDataset(recipe.dataset, signal);
  const model = { runId: id, recipe, datasetKey: dataset.key, epoch: null };
  const names = [null, ...STRESS_NAMES] as const;
  const found = new Map<StressName | null, readonly PartScore[]>();
  for (const [place, name] of names.entries()) {
    const { scores } = await askModel(model, 'stress', { split, name }, signal, ({ done, total }) =>
      onShare((place + done / total) / names.length),
    );
    if (scores === null) {
      throw new LabError(
        'one-class',
        `No class of the ${split} part of ${dataset.name} has an AUC.`,
        'The run is kept. Use a set whose parts hold each class.',
      );
    }
    found.set(name, scores);
  }
  const stressed = Object.fromEntries(STRESS_NAMES.map((name) => [name, found.get(name)!]));
  return { clean: found.get(null)![0]!, stressed: stressed as StressScores['stressed'] };
}

function without(failures: StressState['failures'], key: string): StressState['failures'] {
  return Object.fromEntries(Object.entries(failures).filter(([other]) => other !== key));
}

function readKnown(): readonly string[] {
  try {
    const known: unknown = JSON.parse(localStorage.getItem(KNOWN) ?? '[]');
    return Array.isArray(known) ? known.filter((key) => typeof key === 'string') : [];
  } catch {
    return [];
  }
}

/** Of the latest few hundred: more cannot be looked at. */
function writeKnown(key: string): void {
  const known = readKnown().filter((other) => other !== key);
  try {
    localStorage.setItem(KNOWN, JSON.stringify([...known, key].slice(-300)));
  } catch {
    // A press shows it again.
  }
}
