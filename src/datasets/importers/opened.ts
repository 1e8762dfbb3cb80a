import type { ImportFile } from '../../lab/import/import-file.ts';
import type { ImportSource, ReadContext } from './importer.ts';
import { openFiles } from './registry.ts';

/** The files that were opened last: looked at in the window, and taken afterwards, without being read again. */
let last: { readonly files: readonly ImportFile[]; readonly source: Promise<ImportSource> } | null = null;

/** What a person gives again may have changed on the disk. */
export function forgetOpened(): void {
  last = null;
}

/** @throws LabError as the importer does; `cancelled` */
export function openOnce(files: readonly ImportFile[], context: ReadContext): Promise<ImportSource> {
  if (last && isSame(last.files, files)) return last.source;
  const source = openFiles(files, context);
  const opened = { files, source };
  last = opened;
  source.catch(() => {
    if (last === opened) last = null;
  });
  return source;
}

/** Files come as copies from the page. */
function isSame(some: readonly ImportFile[], others: readonly ImportFile[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ path, file }, index) => {
      const other = others[index]!;
      return (
        path === other.path && file.size === other.file.size && file.lastModified === other.file.lastModified
      );
    })
  );
}
