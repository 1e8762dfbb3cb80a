import { halfValue } from '../light-table/half-float.ts';
import type { NetArray } from '../model-export/trained-net.ts';
import { z } from '../zod.ts';
import { badWeights, factsOfWeights, type StartWeights } from './weights.ts';

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
 * (`num_batches_tracked`) are left out, as nothing uses them.
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
  for (const [name, entry] of inOrder) {
    if (!name.endsWith('.num_batches_tracked')) arrays.set(name, arrayOf(name, entry, data));
  }
  const weights = { arrays, classNames: null };
  const { outputs } = factsOfWeights(weights);
  return { arrays, classNames: classNamesOf(notes, outputs) };
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
  const counts = name.endsWith('.num_batches_tracked');
  const bytes = counts && dtype === 'I64' ? 8 : Object.hasOwn(TYPES, dtype) ? TYPES[dtype]!.bytes : null;
  if (bytes === null) {
    throw badWeights(
      `“${name.slice(0, 80)}” is of type ${dtype}; F32, F16 and BF16 can be read.`,
      'Save the weights as one of these.',
    );
  }
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
