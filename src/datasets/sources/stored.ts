import { LabError } from '../../lab/lab-error.ts';
import { readStoredFile } from '../cache/stored-files.ts';
import { loadNpz } from '../npz/load-npz.ts';
import type { DatasetSource } from '../source.ts';
import { fileSource } from './file.ts';

/** A file kept in the browser's storage on an earlier visit. */
export const storedSource: DatasetSource<'stored'> = {
  kind: 'stored',
  async load({ name, asClasses }, context) {
    const file = await readStoredFile(name);
    if (file === null) {
      throw new LabError(
        'no-dataset',
        `${name} is no longer in the browser's storage.`,
        'Browsers may clear it when the disk runs full. Choose the file again, or download the set anew.',
      );
    }
    if (asClasses) return fileSource.load({ kind: 'file', file, asClasses }, context);
    return loadNpz(file, name, `stored file ${name}`, context);
  },
};
