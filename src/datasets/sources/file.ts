import { keepFile } from '../cache/keep-file.ts';
import { loadNpz } from '../npz/load-npz.ts';
import { namedAsClasses } from '../npz/one-hot.ts';
import type { DatasetSource } from '../source.ts';

/** A file that the person dropped or picked; it is kept for the next visit. */
export const fileSource: DatasetSource<'file'> = {
  kind: 'file',
  async load(request, context) {
    const file = request.asClasses ? renamed(request.file) : request.file;
    const dataset = await loadNpz(file, file.name, `file ${file.name}`, context);
    await keepFile(file, dataset.summary.key, context);
    return dataset;
  },
};

/** The name says how the labels are read, so that a stored file is read the same way again. */
function renamed(file: File): File {
  return new File([file], namedAsClasses(file.name));
}
