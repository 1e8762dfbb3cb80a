import { create } from 'zustand';
import type { Thresholds } from '../../lab/results/answers.ts';
import { chosenThresholds, type ThresholdRule } from '../../lab/results/threshold-rule.ts';
import { z } from '../../lab/zod.ts';
import type { ScoredParts } from './scored-parts.ts';

/** Ways to choose a threshold, with the words for them. */
export const RULE_NAMES = {
  standard: 'standard',
  hand: 'by hand',
  sensitivity: 'sensitivity at least',
  cost: 'by cost',
  youden: 'Youden',
} as const satisfies Record<ThresholdRule['kind'], string>;

/** What a person has chosen: one way for all runs, and by hand one threshold for each run and output. */
export interface ThresholdChoice {
  readonly kind: ThresholdRule['kind'];
  /** Sensitivity that is wanted at least. */
  readonly least: number;
  /** False alarms that are as bad as one miss. */
  readonly falseAlarms: number;
  /** A pitfall: chosen on the test part, which is then no test any more. */
  readonly onTest: boolean;
  /** Log-odds by output, by run; those of the runs touched last. */
  readonly hand: Readonly<Record<string, Readonly<Record<number, number>>>>;
}

const STORAGE_KEY = 'lab-threshold';
const MOST_RUNS = 50;

const STANDARD: ThresholdChoice = { kind: 'standard', least: 0.95, falseAlarms: 10, onTest: false, hand: {} };

const stored = z.object({
  kind: z.enum(['standard', 'hand', 'sensitivity', 'cost', 'youden']),
  least: z.number().min(0).max(1),
  falseAlarms: z.number().min(0.01).max(1000),
  onTest: z.boolean(),
  hand: z.record(z.string(), z.record(z.string(), z.number())),
});

export const useThresholdChoice = create<ThresholdChoice>(() => lastChoice());

/** How many steps back there are. */
const MOST_STEPS = 50;

/** What was chosen before, the latest last. */
export const useThresholdSteps = create<{ readonly before: readonly ThresholdChoice[] }>(() => ({
  before: [],
}));

/** @param joins whether the change is one step with the one before it, as the positions of one drag are */
export function chooseThreshold(change: Partial<ThresholdChoice>, joins = false): void {
  if (!joins) {
    const now = useThresholdChoice.getState();
    useThresholdSteps.setState(({ before }) => ({ before: [...before, now].slice(-MOST_STEPS) }));
  }
  take(change);
}

/** One step back. */
export function undoThreshold(): void {
  const { before } = useThresholdSteps.getState();
  const last = before.at(-1);
  if (!last) return;
  useThresholdSteps.setState({ before: before.slice(0, -1) });
  take(last);
}

function take(change: Partial<ThresholdChoice>): void {
  useThresholdChoice.setState(change);
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(useThresholdChoice.getState()));
  } catch {
    // Storage is full or switched off: the next visit has the standard.
  }
}

/**
 * Keeps where the thresholds of a run are once a person has moved one: the others stay where they were as well.
 *
 * @param joins see chooseThreshold
 */
export function keepHandThresholds(run: string, thresholds: Thresholds, joins = false): void {
  const { [run]: before, ...others } = useThresholdChoice.getState().hand;
  const put = Object.fromEntries(thresholds.flatMap((at, output) => (at === null ? [] : [[output, at]])));
  const kept = Object.entries(others).slice(1 - MOST_RUNS);
  chooseThreshold(
    { kind: 'hand', hand: { ...Object.fromEntries(kept), [run]: { ...before, ...put } } },
    joins,
  );
}

/** Whether a change moves the threshold: that it will be chosen by hand moves nothing yet. */
export function movesThreshold(after: ThresholdChoice, before: ThresholdChoice): boolean {
  return after.kind !== 'hand' || after.hand !== before.hand;
}

/** The part that thresholds are chosen on; null where the run has not scored any. */
export function choosingPart({ onTest }: Pick<ThresholdChoice, 'onTest'>, { val, test }: ScoredParts) {
  return onTest && test ? test : val;
}

/** The thresholds of a run, see chosenThresholds; null where it has scored nothing. */
export function thresholdsOf(
  choice: ThresholdChoice,
  run: string,
  parts: ScoredParts,
  output: number,
): Thresholds | null {
  const part = choosingPart(choice, parts);
  return part && chosenThresholds(ruleOf(choice, run), part, output);
}

function ruleOf({ kind, least, falseAlarms, hand }: ThresholdChoice, run: string): ThresholdRule {
  switch (kind) {
    case 'standard':
    case 'youden':
      return { kind };
    case 'hand':
      return { kind, thresholds: hand[run] ?? {} };
    case 'sensitivity':
      return { kind, least };
    case 'cost':
      return { kind, falseAlarms };
  }
}

/** As it was on the last visit. */
function lastChoice(): ThresholdChoice {
  try {
    const text = localStorage.getItem(STORAGE_KEY);
    return stored.safeParse(text === null ? null : JSON.parse(text)).data ?? STANDARD;
  } catch {
    return STANDARD;
  }
}
