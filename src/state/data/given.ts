import type { Given, GivenSource } from '../../worker/client/given-files.ts';

/** Not of every browser yet; https://wicg.github.io/file-system-access/ */
interface HandleItem extends DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

/** Files copied from a list of the browser's at a stretch. */
const AT_ONCE = 4096;

/** @returns null where there is nothing */
export function givenFrom(sources: readonly GivenSource[]): Given | null {
  const filled = sources.filter((source) => !Array.isArray(source) || source.length > 0);
  const [first] = filled;
  if (!first) return null;
  const name = Array.isArray(first)
    ? (first[0] as File).webkitRelativePath.split('/')[0] || (first[0] as File).name
    : (first as FileSystemHandle).name;
  return { id: crypto.randomUUID(), name, sources: filled };
}

/** What was dropped or pasted. It can be asked for only as long as the event lasts, so all of it is asked for at once. */
export async function givenByTransfer({ items }: DataTransfer): Promise<Given | null> {
  const asked = [...items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({
      handle: (item as HandleItem).getAsFileSystemHandle?.().catch(() => null) ?? null,
      entry: item.webkitGetAsEntry(),
      file: item.getAsFile(),
    }));
  const sources = await Promise.all(
    asked.map(async ({ handle, entry, file }): Promise<GivenSource> => {
      const kept = await handle;
      if (kept) return kept;
      if (entry?.isDirectory) return entry;
      return file ? [file] : [];
    }),
  );
  return givenFrom(sources);
}

/** What was chosen in an input, whose list may be emptied any time: the browser's own dialog is opened again. */
export async function givenByInput({ files }: HTMLInputElement): Promise<Given | null> {
  const copy: File[] = [];
  const total = files?.length ?? 0;
  for (let at = 0; at < total; at++) {
    copy.push(files![at]!);
    if (at % AT_ONCE === AT_ONCE - 1) await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return givenFrom([copy]);
}

/** Whether a folder can be chosen without the browser listing it first, and kept over a reload. */
export function picksFolders(): boolean {
  return 'showDirectoryPicker' in globalThis;
}

/** @returns null where the person thought better of it */
export async function pickFolder(): Promise<Given | null> {
  const picker = globalThis as unknown as { showDirectoryPicker(): Promise<FileSystemDirectoryHandle> };
  try {
    return givenFrom([await picker.showDirectoryPicker()]);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}
