import { create } from 'zustand';
import type { GivenImportOptions } from '../../lab/import/options.ts';
import { type OpenImport, OpenImportStorage } from '../../storage/open-import.ts';
import type { Given } from '../../worker/client/given-files.ts';
import { givenFrom } from './given.ts';

const storage = new OpenImportStorage();

/** The import whose window is open, or was when the page was left; null where there is none. */
export const useOpenImport = create<{ readonly open: OpenImport | null }>(() => ({ open: null }));

/** What the browser lets a page ask for with a kept handle, https://wicg.github.io/file-system-access/ */
interface AskableHandle extends FileSystemHandle {
  requestPermission?(wanted: { mode: 'read' }): Promise<PermissionState>;
}

/** Looks for one that was left. */
export async function findLeftImport(): Promise<void> {
  const open = await storage.read().catch(() => null);
  if (open) useOpenImport.setState({ open });
}

/** The choices that were made for these files; null where there are none. */
export async function choicesFor(filesKey: string): Promise<GivenImportOptions | null> {
  await findLeftImport();
  const { open } = useOpenImport.getState();
  return open?.filesKey === filesKey && Object.keys(open.options).length > 0 ? open.options : null;
}

/** @returns whether it outlives a reload */
export async function keepImport(
  { name, sources }: Given,
  filesKey: string,
  options: GivenImportOptions,
): Promise<boolean> {
  const found = sources.filter((source) => 'kind' in source);
  const handles = found.length === sources.length ? found : null;
  const open = { name, filesKey, options, handles };
  useOpenImport.setState({ open });
  return await storage.write(open).then(
    () => true,
    () => false,
  );
}

export async function forgetImport(): Promise<void> {
  useOpenImport.setState({ open: null });
  await storage.clear().catch(() => undefined);
}

/** The files of an import that was left, where the browser lets the page have them again: asks the person, after a press. */
export async function filesOfLeft({ handles }: OpenImport): Promise<Given | null> {
  for (const handle of (handles ?? []) as readonly AskableHandle[]) {
    const answer = (await handle.requestPermission?.({ mode: 'read' }).catch(() => 'denied')) ?? 'granted';
    if (answer !== 'granted') return null;
  }
  return givenFrom(handles ?? []);
}
