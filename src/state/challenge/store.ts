import { create } from 'zustand';
import {
  type Challenge,
  challengeSchema,
  type Spent,
  type SpentRun,
  spentBy,
} from '../../lab/challenge/challenge.ts';
import { isSameChallenge, writeEntry } from '../../lab/challenge/entry.ts';
import { LabError } from '../../lab/lab-error.ts';
import { objectSchema, time } from '../../lab/object-schema.ts';
import { datasetKey } from '../../lab/recipe/dataset-reference.ts';
import { sealOf } from '../../lab/seal/test-seal.ts';
import { mapPredictions, plainPredictionsOf } from '../../lab/study/plain-predictions.ts';
import { RUN_FILE_VERSION } from '../../lab/study/run-file.ts';
import { runKey } from '../../lab/study/run-key.ts';
import { z } from '../../lab/zod.ts';
import type { RunRow } from '../../storage/runs.ts';
import { readPredictions, readRecord } from '../runs/store.ts';
import { openTests, useSeals } from '../seal/store.ts';

interface TakenOn {
  readonly challenge: Challenge;
  /** Milliseconds since the epoch: runs that began later are counted. */
  readonly since: number;
}

interface ChallengeState {
  readonly takenOn: readonly TakenOn[];
  readonly author: string;
}

const STORAGE_KEY = 'lab-challenges';
const MOST = 20;

const stored = objectSchema<ChallengeState>({
  takenOn: z.array(objectSchema<TakenOn>({ challenge: challengeSchema, since: time })),
  author: z.string(),
});

export const useChallenges = create<ChallengeState>(() => lastState());

export function sinceWhen({ takenOn }: ChallengeState, challenge: Challenge): number | null {
  return takenOn.find((one) => isSameChallenge(one.challenge, challenge))?.since ?? null;
}

/** The clock of its budget begins. */
export function takeOn(challenge: Challenge): void {
  const { takenOn } = useChallenges.getState();
  change({ takenOn: [...takenOn, { challenge, since: Date.now() }].slice(-MOST) });
}

export function changeAuthor(author: string): void {
  change({ author });
}

function change(part: Partial<ChallengeState>): void {
  useChallenges.setState(part);
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(useChallenges.getState()));
  } catch {
    // Storage is full or switched off: it is kept until the page is closed.
  }
}

/** Runs on the set since it was taken on, oldest first, with what is spent when each has ended. */
export function countedRuns(
  rows: readonly RunRow[],
  challenge: Challenge,
  since: number,
): readonly { readonly row: RunRow; readonly spent: Spent }[] {
  const own = rows.filter(
    ({ dataset, createdAt }) => dataset.key === datasetKey(challenge.dataset) && createdAt >= since,
  );
  const spent = spentBy(
    own.map(
      (row): SpentRun => ({ id: row.id, createdAt: row.createdAt, seconds: row.summary?.seconds ?? 0 }),
    ),
  );
  return own.toSorted((a, b) => a.createdAt - b.createdAt).map((row) => ({ row, spent: spent.get(row.id)! }));
}

/**
 * The file that is handed in. The test part is opened for this run, which is counted and dated as ever.
 *
 * @throws LabError where the run was not scored on it
 */
export async function handIn(
  challenge: Challenge,
  id: string,
  spent: Spent,
): Promise<Uint8Array<ArrayBuffer>> {
  const [record, predictions] = await Promise.all([readRecord(id), readPredictions(id)]);
  if (!predictions?.test) {
    throw new LabError(
      'bad-study',
      'This run was not scored on the test part.',
      'Nothing was handed in. Choose a run that trained to its end.',
    );
  }
  const at = Date.now();
  const { seen } = sealOf(useSeals.getState(), record.dataset.fingerprint);
  const looks = seen.filter((other) => other !== id).length;
  await openTests([record], at);
  const run = {
    kind: 'medmnist-lab-run',
    version: RUN_FILE_VERSION,
    key: runKey(record.recipe),
    record,
    predictions: mapPredictions(predictions, plainPredictionsOf),
  } as const;
  return await writeEntry(
    { challenge, author: useChallenges.getState().author.trim(), spent, looks, run },
    at,
  );
}

function lastState(): ChallengeState {
  const nothing: ChallengeState = { takenOn: [], author: '' };
  try {
    const text = localStorage.getItem(STORAGE_KEY);
    return stored.safeParse(text === null ? null : JSON.parse(text)).data ?? nothing;
  } catch {
    return nothing;
  }
}
