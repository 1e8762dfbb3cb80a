import { LabError } from '../lab-error.ts';
import { issuesText } from '../object-schema.ts';
import { datasetReference } from '../recipe/dataset-reference.ts';
import { fromLinkText, toLinkText } from '../recipe/link-text.ts';
import { z } from '../zod.ts';

/** What entries are ordered by, all on the test part. */
export const METRICS = {
  auc: 'AUC',
  'balanced-accuracy': 'balanced accuracy',
} as const;
export type Metric = keyof typeof METRICS;

/** What may be spent. */
const budget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('runs'), most: z.int().min(1).max(1000) }),
  z.strictObject({ kind: z.literal('minutes'), most: z.number().min(1).max(10_000) }),
]);
export type Budget = z.infer<typeof budget>;

/** A set, a budget, and a goal: who comes furthest on images that nobody has seen. */
export const challengeSchema = z.strictObject({
  version: z.literal(1).default(1),
  name: z.string().min(1).max(100),
  dataset: datasetReference,
  budget,
  metric: z.enum(['auc', 'balanced-accuracy']).default('auc'),
  /** What is to be reached on the test part; null: as much as can be. */
  goal: z.number().min(0).max(1).nullable().default(null),
});
export type Challenge = z.infer<typeof challengeSchema>;

/** @throws LabError `bad-study` naming what does not fit */
export function parseChallenge(data: unknown): Challenge {
  const result = challengeSchema.safeParse(data);
  if (result.success) return result.data;
  throw badChallenge(issuesText(result.error));
}

/** What stands after `#` in the link of a challenge. */
export function challengeHash(challenge: Challenge): string {
  return `#/challenge?challenge=${toLinkText(challenge)}`;
}

/** @throws LabError `bad-study` where the link is damaged */
export function challengeFromLink(word: string): Challenge {
  try {
    return parseChallenge(fromLinkText(word));
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    throw badChallenge('the link is damaged', cause);
  }
}

function badChallenge(fault: string, cause?: unknown): LabError {
  return new LabError(
    'bad-study',
    `This is no challenge: ${fault}`,
    'Ask for the link again; nothing was changed.',
    {
      cause,
    },
  );
}

/** For instance "5 runs" or "20 minutes of training". */
export function budgetText({ kind, most }: Budget): string {
  if (kind === 'runs') return most === 1 ? 'one run' : `${most} runs`;
  return most === 1 ? 'one minute of training' : `${most} minutes of training`;
}

/** A run as the budget counts it. */
export interface SpentRun {
  readonly id: string;
  readonly createdAt: number;
  /** Seconds of training, so far. */
  readonly seconds: number;
}

export interface Spent {
  readonly runs: number;
  readonly minutes: number;
}

/** What each run leaves spent when it has ended, by id: it and all that were begun before it. */
export function spentBy(runs: readonly SpentRun[]): ReadonlyMap<string, Spent> {
  let [count, seconds] = [0, 0];
  return new Map(
    runs
      .toSorted((a, b) => a.createdAt - b.createdAt)
      .map((run) => {
        count++;
        seconds += run.seconds;
        return [run.id, { runs: count, minutes: seconds / 60 }];
      }),
  );
}

export function isWithin({ kind, most }: Budget, { runs, minutes }: Spent): boolean {
  return (kind === 'runs' ? runs : minutes) <= most;
}
