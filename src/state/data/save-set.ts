import { create } from 'zustand';
import type { DatasetSummary } from '../../lab/dataset.ts';
import type { Edition } from '../../lab/edition/edition.ts';
import { describeError, withKept } from '../../lab/lab-error.ts';
import { showProblem } from '../../ui/notify.tsx';
import { safeFileName } from '../../ui/safe-file-name.ts';
import { saveFile } from '../../ui/save-file.ts';
import { cancelSave, saveSet } from '../../worker/client/save-set.ts';
import type { SetFormat } from '../../worker/protocol.ts';
import { ensureDataset, useData } from './store.ts';

/** The share of the file that is written; null while none is. */
export const useSavedShare = create<{ readonly share: number | null }>(() => ({ share: null }));

/**
 * Hands the loaded set to the person as a file.
 *
 * @param edition that is applied; null: the set as it is
 * @returns bytes of the file
 * @throws LabError
 */
export async function saveLoadedSet(format: SetFormat, edition: Edition | null): Promise<number> {
  const { dataset, reference } = useData.getState();
  if (!dataset || !reference) throw new Error('No set is loaded.');
  useSavedShare.setState({ share: 0 });
  try {
    // The worker may have been rebuilt since.
    await ensureDataset(reference, new AbortController().signal);
    const stem = stemOf(dataset, edition);
    const file = await saveSet(dataset.key, edition, format, stem, ({ stage, done, total }) => {
      if (stage === 'writing' && total) useSavedShare.setState({ share: done / total });
    });
    saveFile(`${stem}${format === 'npz' ? '.npz' : '-zarr.zip'}`, file, 'application/zip');
    return file.size;
  } catch (error) {
    throw withKept(error, 'Nothing was saved; the set stays loaded.');
  } finally {
    useSavedShare.setState({ share: null });
  }
}

/** The same for a press: what went wrong is told; giving up is no fault. */
export function saveAndTell(format: SetFormat, edition: Edition | null): void {
  saveLoadedSet(format, edition).catch((error: unknown) => {
    const problem = describeError(error);
    if (problem.code !== 'cancelled') showProblem(problem);
  });
}

export function giveUpSaving(): void {
  void cancelSave().catch(() => undefined);
}

function stemOf({ name }: DatasetSummary, edition: Edition | null): string {
  return safeFileName(edition ? `${name} ${edition.name}` : name);
}
