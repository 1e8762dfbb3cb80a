import type { EpochScores } from '../../lab/light-table/epoch-scores.ts';
import { isKept } from '../../lab/light-table/kept-epochs.ts';
import { type PlainScores, plainScoresOf } from '../../lab/study/plain-scores.ts';
import { EpochScoresStorage } from '../../storage/epoch-scores.ts';
import { showProblem } from '../../ui/notify.tsx';
import { createDrawnInSlices } from '../drawn-in-slices.ts';
import { storageProblem } from '../unsaved/storage-problem.ts';

/** Runs whose scores are held at once: those asked for last. */
const MOST_RUNS = 6;

interface ScoresState {
  /** What the light table shows of each run, epochs ascending; the run asked for last at the end. */
  readonly byRun: Readonly<Record<string, readonly EpochScores[]>>;
}

export const useScores = createDrawnInSlices<ScoresState>(() => ({ byRun: {} }));

const storage = new EpochScoresStorage();

/** Runs whose scores could not be stored, which was told: once is enough. */
const unstored = new Set<string>();

/** One epoch after the other, as the first of a run that goes on finds its earlier ones in storage. */
let adding: Promise<void> = Promise.resolve();

/**
 * Adds epochs of the run that trains; those that the budget has no room for any more go.
 *
 * @param added ascending, at least one
 */
export function addScores(run: string, added: readonly EpochScores[]): void {
  adding = adding.then(() => add(run, added)).catch((error: unknown) => reportUnstored(run, error));
}

/** Takes up those of a run that goes on, up to where it does. */
export function takeUpScores(run: string, scores: readonly EpochScores[]): void {
  adding = adding
    .then(async () => {
      await storage.delete(run);
      hold(run, scores);
      await store(run, scores, []);
    })
    .catch((error: unknown) => reportUnstored(run, error));
}

async function add(run: string, added: readonly EpochScores[]): Promise<void> {
  const [first, last] = [added[0]!, added.at(-1)!];
  const known = useScores.getState().byRun[run] ?? (first.epoch > 1 ? await storage.read(run) : []);
  const before = known.filter(({ epoch }) => epoch < first.epoch);
  const isHeld = ({ epoch }: EpochScores) => isKept(epoch, last.epoch, last.logits.length);
  hold(run, [...before, ...added].filter(isHeld));
  const dropped = before.filter((epoch) => !isHeld(epoch)).map(({ epoch }) => epoch);
  await store(run, added.filter(isHeld), dropped);
}

/** Holds the stored scores of a run; those of older runs were not kept, and there are none. */
export async function readScores(run: string): Promise<readonly EpochScores[]> {
  const known = useScores.getState().byRun[run];
  const read = known ?? (await storage.read(run));
  // The run may have gone on meanwhile.
  const latest = useScores.getState().byRun[run] ?? read;
  hold(run, latest);
  return latest;
}

/** Those of any run as a run file holds them, without holding them here. */
export async function plainScores(run: string): Promise<readonly PlainScores[]> {
  await adding;
  const scores = useScores.getState().byRun[run] ?? (await storage.read(run));
  return scores.map(plainScoresOf);
}

/** Stores those of a run that comes from elsewhere, or comes back. */
export async function writeScores(run: string, scores: readonly EpochScores[]): Promise<void> {
  await store(run, scores, []);
}

/** Lets the scores of a run go, and returns the way back. */
export async function deleteScores(run: string): Promise<() => Promise<void>> {
  await adding;
  const scores = await storage.read(run);
  useScores.setState(({ byRun }) => {
    const { [run]: _gone, ...others } = byRun;
    return { byRun: others };
  });
  await storage.delete(run);
  return () => writeScores(run, scores);
}

async function store(run: string, added: readonly EpochScores[], dropped: readonly number[]): Promise<void> {
  try {
    await storage.write(run, added, dropped);
  } catch (error) {
    reportUnstored(run, error);
  }
}

function hold(run: string, scores: readonly EpochScores[]): void {
  useScores.setState(({ byRun }) => {
    const { [run]: before, ...others } = byRun;
    if (before === scores && Object.keys(byRun).at(-1) === run) return { byRun };
    const entries = [...Object.entries(others), [run, scores] as const];
    return { byRun: Object.fromEntries(entries.slice(-MOST_RUNS)) };
  });
}

function reportUnstored(run: string, error: unknown): void {
  if (unstored.has(run)) return;
  unstored.add(run);
  const problem = storageProblem(error, 'The scores of each epoch could not be stored');
  // Where there is no storage at all, that was said of everything.
  if (problem.code === 'no-storage') return;
  showProblem({
    ...problem,
    remedy: 'The run itself is kept. The light table shows its epochs until you close this page.',
  });
}
