import type { ImportFile } from '../../lab/import/import-file.ts';
import type { ImportSource, ReadContext } from './importer.ts';
import { openFiles } from './registry.ts';

/** The files that were opened last: looked at in the window, and taken afterwards, without being read again. */
let last: { readonly files: readonly ImportFile[]; readonly source: Promise<ImportSource> } | null = null;

/** @throws LabError as the importer does; `cancelled` */
export function openOnce(files: readonly ImportFile[], context: ReadContext): Promise<ImportSource> {
  if (last?.files === files) return last.source;
  const source = openFiles(files, context);
  const opened = { files, source };
  last = opened;
  source.catch(() => {
    if (last === opened) last = null;
  });
  return source;
}
