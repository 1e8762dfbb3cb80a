import { create } from 'zustand';
import type { DatasetSummary } from '../../lab/dataset.ts';
import type { ImportFile } from '../../lab/import/import-file.ts';
import type { ImportLook } from '../../lab/import/look.ts';
import { type GivenImportOptions, parseImportOptions } from '../../lab/import/options.ts';
import { describeError, type LabErrorDescription } from '../../lab/lab-error.ts';
import { lab } from '../../worker/client/lab.ts';
import { loadDataset, showLoading } from './store.ts';

interface ImportState {
  /** The files that the window is about; empty while it is closed. */
  readonly files: readonly ImportFile[];
  readonly options: GivenImportOptions;
  readonly look: ImportLook | null;
  /** Why the last choice could not be looked at; the look before stays. */
  readonly error: LabErrorDescription | null;
  readonly busy: boolean;
}

const CLOSED: ImportState = { files: [], options: {}, look: null, error: null, busy: false };

export const useImport = create<ImportState>(() => CLOSED);

/** Files cannot be kept over a reload, so what was chosen for them is asked about before it is lost. */
function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

useImport.subscribe(({ look }, before) => {
  if ((look === null) === (before.look === null)) return;
  if (look === null) window.removeEventListener('beforeunload', warn);
  else window.addEventListener('beforeunload', warn);
});

/** How many looks were asked for: the latest wins. */
let asked = 0;

/**
 * Takes files: at once where nothing has to be assumed, else through the window of the import.
 *
 * @returns the set, or null where the window is open
 * @throws LabError where nothing can be made of the files
 */
export async function offerFiles(files: readonly ImportFile[]): Promise<DatasetSummary | null> {
  const look = await lookAt(files);
  if (look) {
    useImport.setState({ ...CLOSED, files, look });
    return null;
  }
  return await loadDataset({ kind: 'file', file: files[0]!.file });
}

/**
 * Takes files without a window: what is open is refused with the option that answers it.
 *
 * @throws LabError
 */
export async function takeFiles(files: readonly ImportFile[], given: unknown): Promise<DatasetSummary> {
  const options = given === null ? null : parseImportOptions(given);
  if (options === null && (await lookAt(files)) === null) {
    return await loadDataset({ kind: 'file', file: files[0]!.file });
  }
  return await loadDataset({ kind: 'import', files, options: options ?? {} });
}

/** @throws LabError, told in the page as that of a load */
async function lookAt(files: readonly ImportFile[]): Promise<ImportLook | null> {
  return await showLoading({ kind: 'import', files, options: {} }, (onProgress) =>
    lab.lookAtImport(files, {}, true, onProgress),
  );
}

/** Changes what will be done, and shows it. */
export async function changeImport(change: GivenImportOptions): Promise<void> {
  asked += 1;
  const own = asked;
  const { files, options: before } = useImport.getState();
  const options = { ...before, ...change };
  useImport.setState({ options, busy: true, error: null });
  try {
    const look = await lab.lookAtImport(files, options, false, () => undefined);
    if (asked === own) useImport.setState({ look, busy: false });
  } catch (error) {
    if (asked === own) useImport.setState({ error: describeError(error), busy: false });
  }
}

/** Takes the files as the window says. */
export async function confirmImport(): Promise<void> {
  const { files, options } = useImport.getState();
  closeImport();
  await loadDataset({ kind: 'import', files, options });
}

export function closeImport(): void {
  asked += 1;
  useImport.setState(CLOSED);
}
