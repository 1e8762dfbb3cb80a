import { type Dataset, imageLength, labelWidth, SPLITS } from '../../lab/dataset.ts';
import { labelBytes } from '../../lab/label-values.ts';
import { createProgress } from '../progress.ts';
import type { LoadContext } from '../source.ts';
import { ZipWriter } from '../zip-writer.ts';
import { LAB_ARRAY, type LabFacts } from './lab-array.ts';

/**
 * A set as an .npz of the official layout, with an array of texts `class_names`, and one of ours (see lab-array.ts).
 * Reading it back gives the same set, under the same fingerprint and the same names; the same set gives the same bytes.
 *
 * @param notes those that the data do not give by themselves
 * @throws LabError `cancelled`, `too-large`
 */
export async function npzOf(
  { splits, summary, attributes }: Dataset,
  notes: readonly string[],
  { signal, onProgress }: Pick<LoadContext, 'signal' | 'onProgress'>,
): Promise<File> {
  const { dims, size, channels, task, classNames, name, licence, origin, synthetic, imported } = summary;
  const facts: LabFacts = {
    ...{ version: 1, name, task, classNames: [...classNames], licence, origin, notes: [...notes] },
    ...(synthetic ? { synthetic } : {}),
    ...(imported ? { imported } : {}),
    ...(attributes ? { attributes: [...attributes] } : {}),
  };
  const edges = [...new Array<number>(dims).fill(size), ...(channels === 1 ? [] : [channels])];
  const columns = labelWidth(task, classNames.length);
  const total = SPLITS.reduce(
    (sum, split) => sum + splits[split].count * (imageLength(summary) + columns),
    0,
  );
  const zip = new ZipWriter(signal, createProgress(onProgress, 'writing', total));
  const add = (array: string, dtype: string, shape: readonly number[], data: Uint8Array) =>
    zip.add(`${array}.npy`, npyHeader(dtype, shape), data);
  for (const split of SPLITS) {
    const { count, images, labels } = splits[split];
    await add(`${split}_images`, '|u1', [count, ...edges], images);
    const dtype = labels instanceof Uint16Array ? '<u2' : '|u1';
    await add(`${split}_labels`, dtype, [count, columns], labelBytes(labels));
  }
  for (const [array, texts] of [
    ['class_names', classNames],
    [LAB_ARRAY, [JSON.stringify(facts)]],
  ] as const) {
    const { width, data } = textBytes(texts);
    await add(array, `<U${width}`, [texts.length], data);
  }
  return zip.end(`${name}.npz`);
}

/** Version 3 of the format where the dict is not Latin-1 is not needed: it is ASCII. See numpy.lib.format. */
function npyHeader(dtype: string, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const dict = `{'descr': '${dtype}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const length = Math.ceil((10 + dict.length + 1) / 64) * 64;
  const bytes = new Uint8Array(length);
  bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0]);
  new DataView(bytes.buffer).setUint16(8, length - 10, true);
  bytes.set(new TextEncoder().encode(`${dict.padEnd(length - 11)}\n`), 10);
  return bytes;
}

/** Texts of one width in UCS-4, padded with zeros. */
function textBytes(texts: readonly string[]): { width: number; data: Uint8Array } {
  const points = texts.map((text) => Array.from(text, (letter) => letter.codePointAt(0)!));
  const width = Math.max(1, ...points.map(({ length }) => length));
  const data = new DataView(new ArrayBuffer(texts.length * width * 4));
  points.forEach((row, index) => {
    row.forEach((point, place) => {
      data.setUint32(4 * (index * width + place), point, true);
    });
  });
  return { width, data: new Uint8Array(data.buffer) };
}
