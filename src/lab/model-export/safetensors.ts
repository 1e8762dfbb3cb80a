import { littleEndian } from './little-endian.ts';
import type { TrainedNet } from './trained-net.ts';

/**
 * The arrays as a safetensors file (github.com/huggingface/safetensors, "Format"): eight bytes of length, a JSON header,
 * the values. Names and layouts are PyTorch's, so that `load_state_dict` of torchvision's resnet18 takes it where the net
 * is the same one.
 *
 * @param notes strings by name, for the header's `__metadata__`
 */
export function toSafetensors(
  { arrays }: TrainedNet,
  notes: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const entries = withBatchCounts(arrays);
  let end = 0;
  const header: Record<string, unknown> = { __metadata__: { format: 'pt', ...notes } };
  for (const { name, type, shape, bytes } of entries) {
    header[name] = { dtype: type, shape, data_offsets: [end, end + bytes.length] };
    end += bytes.length;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  // Readers map the values into memory: they begin at a multiple of eight.
  const start = Math.ceil((8 + text.length) / 8) * 8;
  const file = new Uint8Array(start + end).fill(SPACE, 8 + text.length, start);
  new DataView(file.buffer).setBigUint64(0, BigInt(start - 8), true);
  file.set(text, 8);
  let place = start;
  for (const { bytes } of entries) {
    file.set(bytes, place);
    place += bytes.length;
  }
  return file;
}

const SPACE = 0x20;

interface Entry {
  readonly name: string;
  readonly type: 'F32' | 'I64';
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/**
 * PyTorch's batch-norm has a count of the batches that it saw, which it uses only without a momentum; a state dict without
 * it is refused. It is 0 here: nothing counts them.
 */
function withBatchCounts(arrays: TrainedNet['arrays']): readonly Entry[] {
  return [...arrays].flatMap(([name, { shape, values }]): Entry[] => {
    const entry: Entry = { name, type: 'F32', shape, bytes: littleEndian(values) };
    if (!name.endsWith('.running_var')) return [entry];
    const count = name.replace(/running_var$/, 'num_batches_tracked');
    return [entry, { name: count, type: 'I64', shape: [], bytes: new Uint8Array(8) }];
  });
}
