import type { Split } from '../../../lab/dataset.ts';
import type { Found, FoundGreys, FoundLabels, Problem } from '../../../lab/import/found.ts';
import type { ImportFile } from '../../../lab/import/import-file.ts';
import { LabError } from '../../../lab/lab-error.ts';
import { breathe } from '../../cancellation.ts';
import { formatShape } from '../../npz/npy-header.ts';
import { decodeTexts, isText, itemSize } from '../../npz/texts.ts';
import { createProgress } from '../../progress.ts';
import { GreyTally } from '../greys.ts';
import type { Importer, ImportSource, Numbers, ReadContext } from '../importer.ts';
import { gather } from '../zip-entries.ts';
import { type ArrayFile, openArrays } from './array-file.ts';
import { type Reading, readingsOf, reorder } from './axes.ts';
import { type Decode, decoderOf, requireReadable } from './elements.ts';
import { findRoles, type RolePart } from './roles.ts';

/** Arrays of NumPy: an .npz, or .npy files. */
export const arraysImporter: Importer = {
  takes: async (files) => files.some(({ path }) => /\.np[yz]$/i.test(path)),
  async open(files, context) {
    const { parts, classNames } = findRoles(await openArrays(files, context.signal));
    const images = parts[0]!.images;
    requireOneShape(parts);
    const readings = readingsOf(images.name, images.header.shape);
    const decode = decoderOf(images.header.dtype, images.name);
    for (const part of parts) decoderOf(part.images.header.dtype, part.images.name);
    const labels = await readLabels(parts, context.signal);
    const read = reader(parts, readings, decode);
    const measured = await measure(parts, read, context);
    const found: Found = {
      name: nameOf(files),
      importer: 'arrays',
      sentences: parts.map(
        ({ split, images: pixels, labels: truth }) =>
          `${pixels.name} ${formatShape(pixels.header.shape)} of ${dtypeName(pixels.header.dtype)} with ${truth.name} ${formatShape(truth.header.shape)} of ${dtypeName(truth.header.dtype)}${split === null ? ', no parts named' : ''}.`,
      ),
      axes: readings.map(({ axes }) => axes),
      edges: readings[0]!.edges,
      longest: Math.max(...readings[0]!.edges),
      shortest: Math.min(...readings[0]!.edges),
      hasColour: readings.some(({ channels }) => channels >= 3),
      hasAlpha: readings[0]!.channels === 4,
      greys: measured.greys,
      parts: parts.flatMap(({ split, images: { header } }) =>
        new Array<Split | null>(header.shape[0]!).fill(split),
      ),
      labels,
      labelColumns: [],
      classNames: classNames ? await readTexts(classNames, context.signal) : null,
      names: null,
      columns: await readColumns(parts, context.signal),
      problems: measured.problems,
      slices: false,
    };
    return { found: () => found, read };
  },
};

function nameOf(files: readonly ImportFile[]): string {
  const named = files.find(({ path }) => /\.npz$/i.test(path)) ?? files[0]!;
  return named.path.replace(/^.*\//, '').replace(/\.np[yz]$/i, '');
}

const DTYPES: Readonly<Record<string, string>> = {
  b: 'bool',
  u: 'uint',
  i: 'int',
  f: 'float',
  U: 'text',
  S: 'text',
};

function dtypeName(dtype: string): string {
  const kind = dtype.replace(/^[|<>=]/, '')[0]!;
  const bits = /[uif]/.test(kind) ? 8 * itemSize(dtype) : '';
  return `${DTYPES[kind] ?? dtype}${bits}`;
}

function requireOneShape(parts: readonly RolePart[]): void {
  const first = parts[0]!.images;
  for (const { images } of parts) {
    if (images.header.shape[0] === 0) {
      throw new LabError(
        'no-images',
        `${images.name} holds no images: its shape is ${formatShape(images.header.shape)}.`,
        'Leave the part out of the file, and it is drawn from the training part.',
      );
    }
    const [, ...shape] = images.header.shape;
    if (shape.join() !== first.header.shape.slice(1).join()) {
      throw new LabError(
        'wrong-shape',
        `${images.name} has shape ${formatShape(images.header.shape)}, ${first.name} ${formatShape(first.header.shape)}.`,
        'All parts must hold images of one shape.',
      );
    }
  }
}

/** Reads the images of all parts, in pieces of whole images; Fortran order only when the whole array is there. */
function reader(
  parts: readonly RolePart[],
  readings: readonly Reading[],
  first: Decode,
): ImportSource['read'] {
  return async ({ axes }, wanted, visit, context) => {
    const reading = readings.find((one) => one.axes === axes) ?? readings[0]!;
    const report = createProgress(
      context.onProgress,
      'reading',
      parts.reduce((sum, { images }) => sum + images.bytes, 0),
    );
    let start = 0;
    let done = 0;
    for (const { images } of parts) {
      const count = images.header.shape[0]!;
      const decode = images === parts[0]!.images ? first : decoderOf(images.header.dtype, images.name);
      const show = (index: number, numbers: Numbers) => {
        if (wanted === null || wanted.has(start + index)) visit(start + index, reorder(numbers, reading));
      };
      const isWanted = wanted === null || [...wanted].some((item) => item >= start && item < start + count);
      if (isWanted) {
        const onBytes = (bytes: number) => report(done + bytes);
        if (images.header.fortranOrder) await readColumnMajor(images, decode, show, context, onBytes);
        else await readRowMajor(images, decode, show, context, onBytes);
      }
      done += images.bytes;
      report(done);
      start += count;
    }
  };
}

type Show = (index: number, numbers: Numbers) => void;

/** Bytes after which other work of the thread may run. */
const SLICE = 2 ** 23;

async function readRowMajor(
  array: ArrayFile,
  decode: Decode,
  show: Show,
  { signal }: ReadContext,
  onBytes: (done: number) => void,
) {
  const length = array.bytes / array.header.shape[0]!;
  const image = new Uint8Array(length);
  let filled = 0;
  let index = 0;
  let done = 0;
  let rested = 0;
  for await (const piece of array.pieces(signal)) {
    let at = 0;
    while (at < piece.length && done < array.bytes) {
      const taken = piece.subarray(at, at + Math.min(length - filled, piece.length - at));
      image.set(taken, filled);
      filled += taken.length;
      at += taken.length;
      done += taken.length;
      if (filled === length) {
        show(index, decode(image));
        index += 1;
        filled = 0;
      }
    }
    onBytes(done);
    if (done - rested >= SLICE) {
      rested = done;
      await breathe(signal);
    }
  }
}

async function readColumnMajor(
  array: ArrayFile,
  decode: Decode,
  show: Show,
  { signal }: ReadContext,
  onBytes: (done: number) => void,
) {
  const numbers = decode(await gather(array.pieces(signal), array.bytes));
  const [count, ...edges] = array.header.shape as [number, ...number[]];
  const length = edges.reduce((product, edge) => product * edge, 1);
  const image = numbers.slice(0, length);
  for (let index = 0; index < count; index++) {
    // In column order the first axis, that of the images, runs fastest.
    const counters = new Array<number>(edges.length).fill(0);
    const strides = edges.map((_, axis) =>
      edges.slice(0, axis).reduce((product, edge) => product * edge, count),
    );
    for (let place = 0; place < length; place++) {
      image[place] = numbers[counters.reduce((sum, counter, axis) => sum + counter * strides[axis]!, index)]!;
      for (let axis = edges.length - 1; axis >= 0; axis--) {
        counters[axis]! += 1;
        if (counters[axis]! < edges[axis]!) break;
        counters[axis] = 0;
      }
    }
    show(index, image);
    onBytes((index + 1) * length * itemSize(array.header.dtype));
    if (index % 256 === 255) await breathe(signal);
  }
}

/** Ranges, histogram, and what is no number. Bytes are greys as they are, and are not read for it. */
async function measure(
  parts: readonly RolePart[],
  read: ImportSource['read'],
  context: ReadContext,
): Promise<{ greys: FoundGreys; problems: Problem[] }> {
  const tally = new GreyTally();
  const dtype = parts[0]!.images.header.dtype.replace(/^[|<>=]/, '');
  if (dtype === 'u1') return { greys: tally.summary('byte', { low: 0, high: 255 }), problems: [] };
  const type = dtype === 'b1' ? 'bool' : dtype.startsWith('f') ? 'float' : 'integer';
  const full = type === 'bool' ? { low: 0, high: 1 } : type === 'integer' ? integerRange(dtype) : null;
  if (type === 'bool') return { greys: tally.summary(type, full), problems: [] };
  // The window is chosen by what is trained on: of the test part nothing is known before.
  const trained = parts[0]!.images.header.shape[0]!;
  const odd: number[] = [];
  await read(
    { axes: 'NHW', volumes: 'single' },
    null,
    (item, { values }) => {
      const finite = item < trained ? tally.range(values) : values.every(Number.isFinite as () => boolean);
      if (!finite) odd.push(item);
    },
    context,
  );
  const training = new Set(Array.from({ length: trained }, (_, item) => item));
  await read({ axes: 'NHW', volumes: 'single' }, training, (_, { values }) => tally.count(values), context);
  return { greys: tally.summary(type, full), problems: odd.length > 0 ? [notANumber(parts, odd)] : [] };
}

function integerRange(dtype: string) {
  const bits = 8 * itemSize(dtype);
  return dtype.startsWith('i')
    ? { low: -(2 ** (bits - 1)), high: 2 ** (bits - 1) - 1 }
    : { low: 0, high: 2 ** bits - 1 };
}

function notANumber(parts: readonly RolePart[], odd: readonly number[]): Problem {
  let start = 0;
  const names = parts.flatMap(({ images: { name, header } }) => {
    const from = start;
    start += header.shape[0]!;
    const own = odd.filter((item) => item >= from && item < start).map((item) => `${name}[${item - from}]`);
    return own;
  });
  const shown =
    names.length > 4 ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more` : names.join(', ');
  return {
    kind: 'not-a-number',
    items: odd,
    text: `${names.length === 1 ? '1 image holds' : `${names.length} images hold`} NaN or infinity, which is no grey: ${shown}.`,
  };
}

async function readLabels(parts: readonly RolePart[], signal: AbortSignal): Promise<FoundLabels> {
  const widths = parts.map(({ labels }) => widthOf(labels));
  const width = widths[0]!;
  parts.forEach(({ labels }, index) => {
    if (widths[index] === width) return;
    throw new LabError(
      'wrong-shape',
      `${labels.name} has shape ${formatShape(labels.header.shape)}, ${parts[0]!.labels.name} ${formatShape(parts[0]!.labels.header.shape)}.`,
      'All parts must have the same number of labels an image.',
    );
  });
  const values: (number | string)[] = [];
  for (const { labels } of parts) {
    for (const value of await readValues(labels, signal)) values.push(value);
  }
  if (width === 1) return { kind: 'values', values };
  const odd = values.find((value) => value !== 0 && value !== 1);
  if (odd !== undefined) {
    throw new LabError(
      'labels-out-of-range',
      `The labels have ${width} columns, and one of them holds ${typeof odd === 'string' ? `"${odd}"` : odd}: columns must hold 0 and 1.`,
      'Save one column of 0 and 1 for each label, or one single column of classes.',
    );
  }
  return { kind: 'columns', width, values: Uint8Array.from(values as number[]) };
}

function widthOf({ name, header }: ArrayFile): number {
  requireReadable(header.dtype, name);
  const [, ...rest] = header.shape;
  if (rest.filter((edge) => edge !== 1).length > 1 || rest.includes(0)) {
    throw new LabError(
      'wrong-shape',
      `${name} has shape ${formatShape(header.shape)}; labels are one class an image, or one row of 0 and 1.`,
      'Masks and boxes cannot be trained on here: save one label for each image.',
    );
  }
  return rest.reduce((product, edge) => product * edge, 1);
}

/** Whole numbers, or texts. */
async function readValues(array: ArrayFile, signal: AbortSignal): Promise<(number | string)[]> {
  const { dtype, fortranOrder, shape } = array.header;
  requireReadable(dtype, array.name);
  const bytes = await gather(array.pieces(signal), array.bytes);
  const values = isText(dtype) ? decodeTexts(bytes, dtype) : [...decoderOf(dtype, array.name)(bytes)];
  const odd = values.find((value) => typeof value === 'number' && !Number.isSafeInteger(value));
  if (odd !== undefined) {
    throw new LabError(
      'labels-out-of-range',
      `${array.name} holds ${odd}, which is no whole number.`,
      'Labels are classes: round them, or sort what was measured into classes first.',
    );
  }
  if (!fortranOrder || (shape[1] ?? 1) === 1) return values;
  const [rows, columns] = shape as [number, number];
  return values.map((_, place) => values[(place % columns) * rows + Math.floor(place / columns)]!);
}

async function readTexts(array: ArrayFile, signal: AbortSignal): Promise<string[]> {
  return decodeTexts(await gather(array.pieces(signal), array.bytes), array.header.dtype);
}

/** Columns that all parts have. */
async function readColumns(
  parts: readonly RolePart[],
  signal: AbortSignal,
): Promise<Record<string, string[]>> {
  const columns: Record<string, string[]> = {};
  for (const name of Object.keys(parts[0]!.columns)) {
    if (!parts.every((part) => part.columns[name])) continue;
    const values: string[] = [];
    for (const part of parts) {
      const { header } = part.columns[name]!;
      if (!isText(header.dtype) && !/[uib][1248]$/.test(header.dtype)) break;
      for (const value of await readValues(part.columns[name]!, signal)) values.push(String(value));
    }
    const total = parts.reduce((sum, { images }) => sum + images.header.shape[0]!, 0);
    if (values.length === total) columns[name] = values;
  }
  return columns;
}
