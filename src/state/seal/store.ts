import {
  asSealed,
  bySet,
  mergedSeals,
  type SealMark,
  type Seals,
  type SetSeal,
  sealMark,
  sealOf,
  sealsOfBefore,
  withOpening,
} from '../../lab/seal/test-seal.ts';
import type { RunRow, StoredSeals } from '../../storage/runs.ts';
import { createDrawnInSlices } from '../drawn-in-slices.ts';
import { runStorage } from '../runs/run-storage.ts';
import { untilRead } from '../runs/until-read.ts';
import { listenToTabs, tellTabs } from '../tabs/channel.ts';
import { whileWritten } from '../unsaved/being-written.ts';
import { keep } from '../unsaved/unsaved.ts';

/** The seals of all test parts, as stored; sealed until they are read. */
export const useSeals = createDrawnInSlices<Seals>(() => ({ isKnown: false, sets: {}, keptOpenSince: null }));

/**
 * Reads the seals when the page opens, and follows the other tabs. On a device whose runs are older than the seal the
 * sets begin as opened by what was shown there.
 *
 * @param runsOfBefore the runs whose test scores the lab had shown; asked once, if at all
 */
export async function loadSeals(runsOfBefore: () => Promise<readonly RunRow[]>): Promise<void> {
  listenToTabs((message) => {
    if (message.kind === 'seals') void readSeals().catch(() => undefined);
  });
  await untilRead(
    async () => {
      const storage = await runStorage();
      if (!(await storage.seals()).begun) await storage.beginSeals(sealsOfBefore(await runsOfBefore()));
      await readSeals();
    },
    'The seals of the test parts could not be read',
    // Where the browser has no storage, they are this page's.
    (isForGood) => isForGood && useSeals.setState({ isKnown: true }),
  );
}

async function readSeals(): Promise<void> {
  const { sets, keptOpenSince }: StoredSeals = await (await runStorage()).seals();
  const state = useSeals.getState();
  const all: Record<string, SetSeal> = { ...state.sets };
  // What could not be written yet stays as it is here.
  for (const seal of sets) all[seal.fingerprint] = mergedSeals(seal, sealOf(state, seal.fingerprint));
  useSeals.setState({ isKnown: true, keptOpenSince, sets: all });
}

/** Shows the test scores of these runs from now on: counted and dated, for each of their sets. */
export async function openTests(
  runs: readonly Pick<RunRow, 'id' | 'dataset'>[],
  at = Date.now(),
): Promise<void> {
  for (const [fingerprint, own] of bySet(runs)) {
    const ids = own.map(({ id }) => id);
    useSeals.setState((state) => ({
      sets: { ...state.sets, [fingerprint]: withOpening(sealOf(state, fingerprint), ids, at) },
    }));
    await stored(`seal:${fingerprint}`, async () =>
      (await runStorage()).changeSeal(fingerprint, (seal) =>
        mergedSeals(seal, sealOf(useSeals.getState(), fingerprint)),
      ),
    );
  }
}

/** Keeps every test part open on this device, or seals what has not been seen again. */
export async function keepTestsOpen(isKept: boolean): Promise<void> {
  const since = isKept ? Date.now() : null;
  useSeals.setState({ keptOpenSince: since });
  await stored('seal:device', async () => (await runStorage()).keepTestsOpen(since));
}

async function stored(name: string, write: () => Promise<void>): Promise<void> {
  await whileWritten(() =>
    keep(name, 'That the test part was opened could not be stored', async () => {
      await write();
      tellTabs({ kind: 'seals' });
    }),
  );
}

/** The run as it may be shown now; components use useVisibleRows. */
export function sealedRow<Run extends RunRow>(row: Run): Run {
  return asSealed(useSeals.getState(), row);
}

/** For an export: how the seal of the run's set stands. */
export function sealMarkOf(row: RunRow): SealMark {
  return sealMark(useSeals.getState(), row);
}
