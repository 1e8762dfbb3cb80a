import { keepFile } from '../cache/keep-file.ts';
import { loadNpz } from '../npz/load-npz.ts';
import type { DatasetSource } from '../source.ts';

/** A file that the person dropped or picked; it is kept for the next visit. */
export const fileSource: DatasetSource<'file'> = {
  kind: 'file',
  async load({ file }, context) {
    const dataset = await loadNpz(file, file.name, `file ${file.name}`, context);
    await keepFile(file, dataset.summary.key, context);
    return dataset;
  },
};
