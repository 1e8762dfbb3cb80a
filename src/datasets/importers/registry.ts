import type { ImportFile } from '../../lab/import/import-file.ts';
import { LabError } from '../../lab/lab-error.ts';
import { arraysImporter } from './arrays/arrays.ts';
import { imagesImporter } from './images/images.ts';
import type { Importer, ImportSource, ReadContext } from './importer.ts';

const IMPORTERS: readonly Importer[] = [arraysImporter, imagesImporter];

/**
 * Opens files with the first importer that knows what to make of them.
 *
 * @throws LabError `bad-import` where none does
 */
export async function openFiles(files: readonly ImportFile[], context: ReadContext): Promise<ImportSource> {
  for (const importer of IMPORTERS) {
    if (await importer.takes(files)) return importer.open(files, context);
  }
  throw new LabError(
    'bad-import',
    files.length === 0
      ? 'Nothing was given: the folder is empty.'
      : `There are no images and no arrays in ${files.length === 1 ? files[0]!.path : `these ${files.length} files`}.`,
    'Give a folder or a zip of images (PNG, JPEG, WebP, BMP, GIF, TIFF), an .npz, or .npy files.',
  );
}
