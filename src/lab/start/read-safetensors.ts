import { halfValue } from '../light-table/half-float.ts';
import type { NetArray } from '../model-export/trained-net.ts';
import { z } from '../zod.ts';
import { arraysAside, badWeights, factsOfWeights, type StartWeights } from './weights.ts';

/** The header of a ResNet-18 with its card takes some 15 kB; the format allows 100 MB. */
const MOST_HEADER = 4_000_000;
/** A 3D ResNet-18 of width 128 takes half of it. */
export const MOST_WEIGHTS_BYTES = 1_100_000_000;

/** Elements as float32, by the format's names of types. */
const TYPES: Readonly<Record<string, { readonly bytes: number; read(view: DataView, at: number): number }>> =
  {
    F32: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
    F16: { bytes: 2, read: (view, at) => halfValue(view.getUint16(at, true)) },
    // The upper half of a float32.
    BF16: { bytes: 2, read: (view, at) => upperHalf(view.getUint16(at, true)) },
  };

const word = new DataView(new ArrayBuffer(4));

function upperHalf(bits: number): number {
  word.setUint32(0, bits << 16);
  return word.getFloat32(0);
}

const length = z.int().min(0);
const entrySchema = z.strictObject({
  dtype: z.string().max(16),
  shape: z.array(length).max(8),
  data_offsets: z.tuple([length, length]),
});

type Entry = z.infer<typeof entrySchema>;

/**
 * Reads a safetensors file (github.com/huggingface/safetensors, "Format") of a net under PyTorch's names, whole: lengths,
 * types, names and shapes are checked before anything is made of it, and every value is finite. PyTorch's counts of batches
 * (`num_batches_tracked`) are left out, as nothing uses them, layers that are none of the net are left aside, and a prefix
 * before its names is taken off; `told` says so. The head may be missing.
 *
 * @throws LabError `bad-weights`, saying what does not fit
 */
export function readSafetensors(file: Uint8Array): StartWeights {
  const { header, data } = parted(file);
  const { __metadata__: notes, ...entries } = header;
  const arrays = new Map<string, NetArray>();
  let end = 0;
  const inOrder = Object.entries(entries)
    .map(([name, entry]) => [name, entryOf(name, entry)] as const)
    .toSorted(
      ([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1],
    );
  for (const [name, { data_offsets: offsets }] of inOrder) {
    if (offsets[0] !== end)
      throw badWeights(`“${name}” begins at byte ${offsets[0]} of the values, not at ${end}.`);
    end = offsets[1];
  }
  if (end !== data.length) {
    throw badWeights(`The header speaks of ${end} bytes of values, and the file has ${data.length}.`, AGAIN);
  }
  const prefix = prefixOf(Object.keys(entries));
  const counts = inOrder.filter(([name]) => name.endsWith(COUNTS)).length;
  const named = inOrder.filter(([name]) => !name.endsWith(COUNTS));
  const within = named.filter(([name]) => name.startsWith(prefix));
  const unused = new Set(
    arraysAside(new Map(within.map(([name, { shape }]) => [name.slice(prefix.length), shape]))),
  );
  const aside = named.flatMap(([name]) =>
    name.startsWith(prefix) && !unused.has(name.slice(prefix.length)) ? [] : [name],
  );
  const own = within.flatMap(([name, entry]) => {
    const short = name.slice(prefix.length);
    return unused.has(short) ? [] : [[short, name, entry] as const];
  });
  // Whether it is a net of the lab is told before any value is read.
  const { outputs } = factsOfWeights({
    arrays: new Map(own.map(([short, , { shape }]) => [short, { shape, values: new Float32Array() }])),
    classNames: null,
  });
  for (const [short, name, entry] of own) arrays.set(short, arrayOf(name, entry, data));
  const told = [
    ...(prefix === '' ? [] : [`The names of the net begin with “${prefix}”, which was taken off.`]),
    ...(aside.length > 0
      ? [`Left aside, as the net has no such ${aside.length === 1 ? 'array' : 'arrays'}: ${listOf(aside)}.`]
      : []),
    // The lab's own files have them as zeros.
    ...(counts > 0 && notes === undefined
      ? [`${counts} counts of batches (num_batches_tracked) were left out: nothing uses them.`]
      : []),
  ];
  const classNames = classNamesOf(notes, outputs);
  return { arrays, classNames, ...(told.length > 0 ? { told } : {}) };
}

const COUNTS = '.num_batches_tracked';

/** What programs put before the names of a whole net: DataParallel, checkpoints, nets within nets. */
const PREFIXES = [
  'module.',
  '_orig_mod.',
  'state_dict.',
  'model.',
  'net.',
  'network.',
  'backbone.',
  'encoder.',
];

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => `“${name.slice(0, 80)}”`);
  return `${shown.join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;
}

/**
 * What stands before the names of the net: where its first layer is, or else what all names share of what programs put there.
 *
 * @throws LabError `bad-weights` where several nets are in the file
 */
function prefixOf(names: readonly string[]): string {
  const first = names.filter((name) => name === FIRST || name.endsWith(`.${FIRST}`));
  // Layers of a net have a first convolution, too; that of the net itself stands before its stages.
  const nets = first
    .map((name) => name.slice(0, -FIRST.length))
    .filter((prefix) => !/(^|\.)layer\d+\./.test(prefix));
  if (nets.length > 1) {
    throw badWeights(
      `The file holds several nets: their names begin with ${nets.map((net) => (net === '' ? 'nothing' : `“${net}”`)).join(', ')}.`,
      'Save one of them by itself.',
    );
  }
  return nets[0] ?? sharedPrefix(names);
}

const FIRST = 'conv1.weight';

/** The known prefixes, one after the other, that all names share. */
function sharedPrefix(names: readonly string[]): string {
  let shared = '';
  for (;;) {
    const next = PREFIXES.find((prefix) => names.every((name) => name.startsWith(shared + prefix)));
    if (next === undefined || names.length === 0) return shared;
    shared += next;
  }
}

const AGAIN = 'Save or fetch the file again.';

function parted(file: Uint8Array): { header: Record<string, unknown>; data: DataView & { length: number } } {
  if (file.length < 8) throw badWeights('The file is too short to be safetensors.');
  const start = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const size = start.getBigUint64(0, true);
  if (size > MOST_HEADER || Number(size) + 8 > file.length) {
    throw badWeights(
      'The file is no safetensors file: its first eight bytes give no length of a header.',
      'Weights of PyTorch are saved so by safetensors.torch.save_file(net.state_dict(), "net.safetensors").',
    );
  }
  const text = file.subarray(8, 8 + Number(size));
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
  } catch {
    throw badWeights('The header of the file is not JSON.', AGAIN);
  }
  if (header === null || typeof header !== 'object' || Array.isArray(header)) {
    throw badWeights('The header of the file is not a JSON object.', AGAIN);
  }
  const values = file.subarray(8 + Number(size));
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
  return {
    header: header as Record<string, unknown>,
    data: Object.assign(view, { length: values.length }),
  };
}

function entryOf(name: string, value: unknown): Entry {
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success)
    throw badWeights(`The header’s entry of “${name.slice(0, 80)}” is not one of the format.`, AGAIN);
  const {
    dtype,
    shape,
    data_offsets: [from, to],
  } = parsed.data;
  const counts = name.endsWith(COUNTS);
  // Of a type that cannot be read it may still be left aside.
  const bytes = counts && dtype === 'I64' ? 8 : Object.hasOwn(TYPES, dtype) ? TYPES[dtype]!.bytes : null;
  if (bytes === null) return parsed.data;
  const elements = shape.reduce((product, edge) => product * edge, 1);
  if (to - from !== elements * bytes) {
    throw badWeights(
      `“${name.slice(0, 80)}” has ${to - from} bytes, and its shape [${shape.join(', ')}] asks for ${elements * bytes}.`,
      AGAIN,
    );
  }
  return parsed.data;
}

function arrayOf(name: string, { dtype, shape, data_offsets: [from, to] }: Entry, data: DataView): NetArray {
  if (!Object.hasOwn(TYPES, dtype)) {
    throw badWeights(
      `“${name.slice(0, 80)}” is of type ${dtype}; F32, F16 and BF16 can be read.`,
      'Save the weights as one of these.',
    );
  }
  const { bytes, read } = TYPES[dtype]!;
  const values = new Float32Array((to - from) / bytes);
  for (let place = 0; place < values.length; place++) {
    const value = read(data, from + place * bytes);
    if (!Number.isFinite(value))
      throw badWeights(`“${name}” holds ${value}, which is no number to start from.`);
    values[place] = value;
  }
  return { shape, values };
}

const cardSchema = z.object({ classNames: z.array(z.string().max(200)).min(1).max(1000) });

/** As the card of a net that this lab saved says; null where there is none, or it does not fit the outputs. */
function classNamesOf(notes: unknown, outputs: number): readonly string[] | null {
  const card = (notes as { card?: unknown } | null | undefined)?.card;
  if (typeof card !== 'string') return null;
  let data: unknown;
  try {
    data = JSON.parse(card);
  } catch {
    return null;
  }
  const parsed = cardSchema.safeParse(data);
  if (!parsed.success) return null;
  const { classNames } = parsed.data;
  // A set of two classes has one output.
  return classNames.length === (outputs === 1 ? 2 : outputs) ? classNames : null;
}
