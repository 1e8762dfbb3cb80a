import { type SyntheticArray, syntheticArrays } from './synthetic-npz.ts';

/** A small set, of which there are several spellings. */
export const SET = { counts: { train: 24, val: 8, test: 8 }, imageShape: [8, 8], classes: 2 } as const;

/** The same set, written as other people write it. */
export function respelled(
  change: (array: SyntheticArray, name: string) => SyntheticArray,
  rename = (name: string) => name,
) {
  return Object.fromEntries(
    Object.entries(syntheticArrays(SET)).map(([name, array]) => [rename(name), change(array, name)]),
  );
}

export const imagesOnly =
  (change: (array: SyntheticArray) => SyntheticArray) => (array: SyntheticArray, name: string) =>
    name.endsWith('_images') ? change(array) : array;
export const labelsOnly =
  (change: (array: SyntheticArray) => SyntheticArray) => (array: SyntheticArray, name: string) =>
    name.endsWith('_labels') ? change(array) : array;
const bytesOf = (array: ArrayBufferView) => new Uint8Array(array.buffer);

function textLabels({ data }: SyntheticArray): SyntheticArray {
  const texts = Uint32Array.from(
    [...data].flatMap((label) => [...(label ? 'sick' : 'norm')].map((c) => c.charCodeAt(0))),
  );
  return { shape: [data.length], dtype: '<U4', data: bytesOf(texts) };
}

/** Column order: the first axis runs fastest. */
function fortran({ shape, data }: SyntheticArray): SyntheticArray {
  const [count, height, width] = shape as [number, number, number];
  const turned = new Uint8Array(data.length);
  data.forEach((value, at) => {
    const [item, row, column] = [
      Math.floor(at / (height * width)),
      Math.floor(at / width) % height,
      at % width,
    ];
    turned[item + count * (row + height * column)] = value;
  });
  return { shape, data: turned, fortranOrder: true };
}

function bigEndian({ shape, data }: SyntheticArray): SyntheticArray {
  const bytes = new DataView(new ArrayBuffer(data.length * 4));
  data.forEach((value, at) => void bytes.setFloat32(at * 4, value / 255, false));
  return { shape, dtype: '>f4', data: new Uint8Array(bytes.buffer) };
}

export const SPELLINGS: readonly (readonly [string, Record<string, SyntheticArray>])[] = [
  ['as it is', respelled((array) => array)],
  [
    'floats from 0 to 1',
    respelled(
      imagesOnly(({ shape, data }) => ({
        shape,
        dtype: '<f4',
        data: bytesOf(Float32Array.from(data, (value) => value / 255)),
      })),
    ),
  ],
  ['big-endian floats', respelled(imagesOnly(bigEndian))],
  [
    'doubles from 0 to 255',
    respelled(
      imagesOnly(({ shape, data }) => ({ shape, dtype: '<f8', data: bytesOf(Float64Array.from(data)) })),
    ),
  ],
  ['Fortran order', respelled(imagesOnly(fortran))],
  [
    'a channel axis first',
    respelled(imagesOnly(({ shape, data }) => ({ shape: [shape[0]!, 1, ...shape.slice(1)], data }))),
  ],
  [
    'labels −1 and 1',
    respelled(
      labelsOnly(({ shape, data }) => ({
        shape,
        dtype: '|i1',
        data: bytesOf(Int8Array.from(data, (label) => label * 2 - 1)),
      })),
    ),
  ],
  [
    'labels with a gap, as doubles',
    respelled(
      labelsOnly(({ shape, data }) => ({
        shape,
        dtype: '<f8',
        data: bytesOf(Float64Array.from(data, (label) => label * 7)),
      })),
    ),
  ],
  [
    'one-hot',
    respelled(
      labelsOnly(({ data }) => ({
        shape: [data.length, 2],
        data: Uint8Array.from([...data].flatMap((label) => [1 - label, label])),
      })),
    ),
  ],
  ['labels as texts', respelled(labelsOnly(textLabels))],
  [
    'x_train and y_train',
    respelled(
      (array) => array,
      (name) => `${name.includes('images') ? 'x' : 'y'}_${name.split('_')[0]}`,
    ),
  ],
];
