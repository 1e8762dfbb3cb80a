import { create } from 'zustand';
import type { RunRow } from '../../storage/runs.ts';
import { bringStartBack, keepStart, keptStarts, setStartAside } from '../../worker/client/starts.ts';
import type { KeptStart } from '../../worker/protocol-starts.ts';

/** Weights that runs can start from, the latest first. Null until they are read. */
export const useStarts = create<{ readonly kept: readonly KeptStart[] | null }>(() => ({ kept: null }));

/** Reads which weights are kept. A browser that keeps nothing has none. */
export async function readStarts(): Promise<void> {
  useStarts.setState({ kept: await keptStarts().catch(() => []) });
}

/** @throws LabError `bad-weights` where the file holds no net of the lab, `storage-full` */
export async function keepFileStart(file: File, name: string): Promise<KeptStart> {
  const start = await keepStart({ kind: 'file', file, name });
  await readStarts();
  return start;
}

/**
 * Copies the best weights of a run, under the name of its set, to where runs start from.
 *
 * @throws LabError `no-weights` where they are not kept any more, `storage-full`
 */
export async function keepRunStart({ id, recipe, dataset, title }: RunRow): Promise<KeptStart> {
  const start = await keepStart({ kind: 'run', runId: id, recipe, dataset, name: title ?? dataset.name });
  await readStarts();
  return start;
}

/**
 * Forgets weights; a recipe that starts from them says that they are not here.
 *
 * @returns the way back; after a minute they are removed for good, and it brings nothing
 */
export async function forgetStart(hash: string): Promise<() => Promise<void>> {
  await setStartAside(hash);
  await readStarts();
  return async () => {
    await bringStartBack(hash);
    await readStarts();
  };
}
