import { proxy } from 'comlink';
import { create } from 'zustand';
import type { DatasetSummary, LoadProgress } from '../../lab/dataset.ts';
import type { ImportLook } from '../../lab/import/look.ts';
import { type GivenImportOptions, parseImportOptions } from '../../lab/import/options.ts';
import { describeError, type LabErrorDescription } from '../../lab/lab-error.ts';
import { firstFile, type Given, handOver } from '../../worker/client/given-files.ts';
import { lab } from '../../worker/client/lab.ts';
import { choicesFor, forgetImport, keepImport } from './open-import.ts';
import { loadDataset, showLoading } from './store.ts';

interface ImportState {
  /** What the window is about; null while it is closed. */
  readonly given: Given | null;
  readonly options: GivenImportOptions;
  readonly look: ImportLook | null;
  /** Why the last choice could not be looked at; the look before stays. */
  readonly error: LabErrorDescription | null;
  readonly busy: boolean;
  /** Whether the choices are those of before a reload. */
  readonly returned: boolean;
  /** Whether they outlive one. */
  readonly isKept: boolean;
}

const CLOSED: ImportState = {
  given: null,
  options: {},
  look: null,
  error: null,
  busy: false,
  returned: false,
  isKept: false,
};

export const useImport = create<ImportState>(() => CLOSED);

/** Where the browser keeps nothing, it is asked before the choices are lost. */
function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

useImport.subscribe(({ look, isKept }) => {
  window.removeEventListener('beforeunload', warn);
  if (look !== null && !isKept) window.addEventListener('beforeunload', warn);
});

/** How many looks were asked for: the latest wins. */
let asked = 0;

/**
 * Takes files: at once where nothing has to be assumed, else through the window of the import.
 *
 * @returns the set, or null where the window is open
 * @throws LabError where nothing can be made of the files
 */
export async function offerFiles(given: Given): Promise<DatasetSummary | null> {
  const look = await lookAt(given);
  if (look) {
    useImport.setState({ ...CLOSED, given, look });
    await bringBack(given, look);
    return null;
  }
  return await loadPlain(given);
}

/** What was chosen for these files before the page was left is chosen again. */
async function bringBack(given: Given, { filesKey }: ImportLook): Promise<void> {
  const before = await choicesFor(filesKey);
  if (before === null) await keep(given, filesKey, {});
  else {
    useImport.setState({ returned: true });
    await changeImport(before);
  }
}

async function keep(given: Given, filesKey: string, options: GivenImportOptions): Promise<void> {
  const isKept = await keepImport(given, filesKey, options);
  if (useImport.getState().given === given) useImport.setState({ isKept });
}

/**
 * Takes files without a window: what is open is refused with the option that answers it.
 *
 * @throws LabError
 */
export async function takeFiles(files: Given, given: unknown): Promise<DatasetSummary> {
  const options = given === null ? null : parseImportOptions(given);
  if (options === null && (await lookAt(files)) === null) {
    return await loadPlain(files);
  }
  return await loadDataset({ kind: 'import', files, options: options ?? {} });
}

/** Of the official layout: one file, by itself or in a folder. */
async function loadPlain(given: Given): Promise<DatasetSummary> {
  return await loadDataset({ kind: 'file', file: (await firstFile(given))! });
}

/** @throws LabError, told in the page as that of a load */
async function lookAt(files: Given): Promise<ImportLook | null> {
  return await showLoading({ kind: 'import', files, options: {} }, (onProgress, signal) =>
    lookInWorker(files, {}, true, onProgress, signal),
  );
}

async function lookInWorker(
  given: Given,
  options: GivenImportOptions,
  anew: boolean,
  onProgress: (progress: LoadProgress) => void,
  signal: AbortSignal,
): Promise<ImportLook | null> {
  await handOver(lab, given, signal);
  return await lab.withWorker((remote) => remote.lookAtImport(given.id, options, anew, proxy(onProgress)));
}

/** Changes what will be done, and shows it. */
export async function changeImport(change: GivenImportOptions): Promise<void> {
  asked += 1;
  const own = asked;
  const { given, options: before } = useImport.getState();
  if (!given) return;
  const options = { ...before, ...change };
  useImport.setState({ options, busy: true, error: null });
  try {
    const look = await lookInWorker(given, options, false, () => undefined, new AbortController().signal);
    if (asked !== own || !look) return;
    useImport.setState({ look, busy: false });
    await keep(given, look.filesKey, options);
  } catch (error) {
    if (asked === own) useImport.setState({ error: describeError(error), busy: false });
  }
}

/** Takes the files as the window says. */
export async function confirmImport(): Promise<void> {
  const { given, options } = useImport.getState();
  shut();
  if (!given) return;
  // Until they are taken the choices are kept.
  await loadDataset({ kind: 'import', files: given, options });
  await forgetImport();
}

/** The person ends it, and the choices with it. */
export function closeImport(): void {
  shut();
  void forgetImport();
}

function shut(): void {
  asked += 1;
  useImport.setState(CLOSED);
}
