import { SPLITS, type Split } from '../../lab/dataset.ts';
import { LabError } from '../../lab/lab-error.ts';
import { type LabelValues, labelsOf, MOST_CLASSES } from '../../lab/label-values.ts';
import { formatShape, type NpyHeader } from './npy-header.ts';
import type { NpzArray } from './read-npz.ts';

/** The six arrays of a MedMNIST file. */
export const ARRAY_NAMES = SPLITS.flatMap((split) => [`${split}_images`, `${split}_labels`] as const);
export type ArrayName = (typeof ARRAY_NAMES)[number];

/** Shape of one image. */
export interface ImageShape {
  readonly dims: 2 | 3;
  /** Edge length in pixels. */
  readonly size: number;
  readonly channels: number;
}

/** The arrays of a file, checked, with pixels as uint8 and labels as class numbers. */
export interface Layout extends ImageShape {
  readonly counts: Readonly<Record<Split, number>>;
  readonly images: Readonly<Record<Split, Uint8Array<ArrayBuffer>>>;
  /** Labels a row: 1, or the number of labels of a multi-label set. */
  readonly labelColumns: number;
  readonly labels: Readonly<Record<Split, LabelValues>>;
}

/** Smaller images leave nothing of themselves after the strides of the network. */
const SMALLEST_SIZE = 8;

const RESAVE =
  'Images must be uint8 of shape (N, 28, 28), (N, 28, 28, 3) or (N, 28, 28, 28), or another edge length; labels (N, 1) or (N, L) of integers.';

/**
 * Checks type and shape of one array from its header alone.
 *
 * @throws LabError `wrong-dtype`, `wrong-shape`, `no-images`
 */
export function checkArrayHeader(array: ArrayName, header: NpyHeader): void {
  if (array.endsWith('_images')) imageShape(array, header);
  else checkLabelHeader(array, header);
  if (header.fortranOrder && header.shape.length > 1) {
    throw new LabError(
      'wrong-shape',
      `${array} is stored in Fortran order (column by column).`,
      'Save it as np.ascontiguousarray(array).',
    );
  }
}

/**
 * Puts the six arrays together.
 *
 * @throws LabError `wrong-shape`, `length-mismatch`, `labels-out-of-range`
 */
export function readLayout(arrays: Readonly<Record<ArrayName, NpzArray>>): Layout {
  const shape = imageShape('train_images', arrays.train_images.header);
  const labelColumns = arrays.train_labels.header.shape[1] ?? 1;
  for (const split of SPLITS) {
    const images = arrays[`${split}_images`].header;
    const labels = arrays[`${split}_labels`].header;
    const other = imageShape(`${split}_images`, images);
    if (other.dims !== shape.dims || other.size !== shape.size || other.channels !== shape.channels) {
      throw new LabError(
        'wrong-shape',
        `${split}_images has shape ${formatShape(images.shape)}, train_images ${formatShape(arrays.train_images.header.shape)}.`,
        'All three parts must hold images of one shape.',
      );
    }
    if (images.shape[0] !== labels.shape[0]) {
      throw new LabError(
        'length-mismatch',
        `${split}_images holds ${images.shape[0]} images, but ${split}_labels ${labels.shape[0]} labels.`,
        'Each image needs its label, in the same order.',
      );
    }
    if ((labels.shape[1] ?? 1) !== labelColumns) {
      throw new LabError(
        'wrong-shape',
        `${split}_labels has shape ${formatShape(labels.shape)}, train_labels ${formatShape(arrays.train_labels.header.shape)}.`,
        'All three parts must have the same number of labels an image.',
      );
    }
  }
  return {
    ...shape,
    labelColumns,
    counts: forSplits((split) => arrays[`${split}_images`].header.shape[0]!),
    images: forSplits((split) => arrays[`${split}_images`].data),
    labels: forSplits((split) => classNumbers(`${split}_labels`, arrays[`${split}_labels`])),
  };
}

/** One value for each split. */
export function forSplits<Value>(of: (split: Split) => Value): Record<Split, Value> {
  return { train: of('train'), val: of('val'), test: of('test') };
}

/**
 * Rank 3 is 2D grey; rank 4 is 2D with channels if the last length is 1 or 3, else 3D grey; rank 5 is 3D with channels.
 */
function imageShape(array: string, { dtype, shape }: NpyHeader): ImageShape {
  if (dtype !== '|u1' && dtype !== 'u1') {
    throw new LabError('wrong-dtype', `${array} has dtype ${dtype}; expected uint8 (|u1).`, RESAVE);
  }
  const [count, ...rest] = shape;
  const last = rest.at(-1);
  const hasChannels = rest.length > 2 && (last === 1 || last === 3);
  const edges = hasChannels ? rest.slice(0, -1) : rest;
  const size = edges[0] ?? 0;
  if ((edges.length !== 2 && edges.length !== 3) || edges.some((edge) => edge !== size)) {
    throw new LabError('wrong-shape', `${array} has shape ${formatShape(shape)}.`, RESAVE);
  }
  if (size < SMALLEST_SIZE) {
    throw new LabError(
      'wrong-shape',
      `${array} has shape ${formatShape(shape)}: its images are ${size} pixels wide, the least is ${SMALLEST_SIZE}.`,
      RESAVE,
    );
  }
  if (count === 0) {
    throw new LabError(
      'no-images',
      `${array} holds no images: its shape is ${formatShape(shape)}.`,
      'Training, validation and test part each need images.',
    );
  }
  return { dims: edges.length, size, channels: hasChannels ? last : 1 };
}

/** Integer types that labels come in; np.savez keeps what the person had, often int64. */
const INTEGER = /^[|<>=]?[bui][1248]$/;

function checkLabelHeader(array: string, { dtype, shape }: NpyHeader) {
  if (!INTEGER.test(dtype)) {
    throw new LabError('wrong-dtype', `${array} has dtype ${dtype}; expected uint8 (|u1).`, RESAVE);
  }
  if (shape.length !== 1 && (shape.length !== 2 || shape[1] === 0)) {
    throw new LabError('wrong-shape', `${array} has shape ${formatShape(shape)}.`, RESAVE);
  }
}

/** Labels of any integer type as class numbers. */
function classNumbers(array: string, { header, data }: NpzArray): LabelValues {
  const [, order, kind, width] = /^([|<>=]?)([bui])([1248])$/.exec(header.dtype)!;
  const itemSize = Number(width);
  if (itemSize === 1 && kind !== 'i') return data;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const labels = new Uint16Array(data.length / itemSize);
  const isLittleEndian = order !== '>';
  for (let index = 0; index < labels.length; index++) {
    const value = readInteger(view, index * itemSize, itemSize, kind === 'i', isLittleEndian);
    if (value < 0 || value >= MOST_CLASSES) {
      throw new LabError(
        'labels-out-of-range',
        `${array} holds the label ${value}; labels are class numbers from 0 to at most ${MOST_CLASSES - 1}.`,
        'Number the classes 0, 1, 2… and save the file again.',
      );
    }
    labels[index] = value;
  }
  return labelsOf(labels);
}

function readInteger(
  view: DataView,
  at: number,
  itemSize: number,
  isSigned: boolean,
  isLittleEndian: boolean,
) {
  switch (itemSize) {
    case 1:
      return view.getInt8(at);
    case 2:
      return isSigned ? view.getInt16(at, isLittleEndian) : view.getUint16(at, isLittleEndian);
    case 4:
      return isSigned ? view.getInt32(at, isLittleEndian) : view.getUint32(at, isLittleEndian);
    default:
      return Number(isSigned ? view.getBigInt64(at, isLittleEndian) : view.getBigUint64(at, isLittleEndian));
  }
}
