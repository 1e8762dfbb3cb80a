import fc from 'fast-check';
import { loadNpz } from '../../src/datasets/npz/load-npz.ts';
import {
  npzBytes,
  npzBytesWithDescriptors,
  type SyntheticArray,
  syntheticArrays,
} from '../../src/datasets/testing/synthetic-npz.ts';
import { mutatedZip } from '../mutations/bytes.ts';
import { requireDataset } from '../oracles.ts';
import { target } from '../target.ts';

const counts = { train: 12, val: 6, test: 6 };
const SETS = [
  syntheticArrays({ counts, imageShape: [8, 8], classes: 2 }),
  syntheticArrays({ counts, imageShape: [8, 8, 3], classes: 3 }),
  syntheticArrays({ counts, imageShape: [8, 8, 8], classes: 2 }),
  syntheticArrays({ counts, imageShape: [8, 8], classes: 4, multiLabel: true }),
];

const ARCHIVES = [npzBytes(SETS[0]!, 6), npzBytes(SETS[1]!, 0), npzBytesWithDescriptors(SETS[3]!)];

const dimension = fc.oneof(
  fc.constantFrom(0, 1, 2, 3, 6, 8, 12, 28, 2 ** 31, 2 ** 53, -1, 1e21, 0.5),
  fc.integer({ min: 0, max: 40 }),
);

/** Headers and contents that do not fit each other, in an archive that is whole. */
const misfit = fc
  .record({
    set: fc.nat({ max: SETS.length - 1 }),
    changes: fc.array(
      fc.record({
        array: fc.nat({ max: 5 }),
        kind: fc.constantFrom(
          ...([
            'shape',
            'dimension',
            'dtype',
            'order',
            'version',
            'data',
            'labels',
            'drop',
            'rename',
            'swap',
          ] as const),
        ),
        shape: fc.array(dimension, { maxLength: 5 }),
        dtype: fc.constantFrom(
          '|u1',
          '<u1',
          '<i8',
          '>i4',
          '|b1',
          '<f4',
          '<U3',
          '|O',
          '|u2',
          '',
          "|u1', 'x': '",
          '<i1',
        ),
        value: fc.nat({ max: 1000 }),
        bytes: fc.uint8Array({ maxLength: 40 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    level: fc.constantFrom(0 as const, 1 as const, 6 as const),
  })
  .map(({ set, changes, level }) => {
    const arrays: Record<string, SyntheticArray> = { ...SETS[set]! };
    for (const { array, kind, shape, dtype, value, bytes } of changes) {
      const names = Object.keys(arrays);
      const name = names[array % names.length];
      if (name === undefined) break;
      const before = arrays[name]!;
      const other = names[value % names.length]!;
      const data = before.data.slice();
      data.set(
        bytes.subarray(0, Math.max(0, data.length - (value % data.length))),
        value % Math.max(1, data.length),
      );
      const change: Partial<Record<typeof kind, () => void>> = {
        shape: () => (arrays[name] = { ...before, shape }),
        dimension: () => {
          const { length } = before.shape;
          if (length === 0) return;
          arrays[name] = { ...before, shape: before.shape.with(value % length, shape[0] ?? 1) };
        },
        dtype: () => (arrays[name] = { ...before, dtype }),
        order: () => (arrays[name] = { ...before, fortranOrder: true }),
        version: () => (arrays[name] = { ...before, version: value % 5 }),
        data: () => (arrays[name] = { ...before, data: before.data.slice(0, value) }),
        labels: () => (arrays[name] = { ...before, data }),
        drop: () => delete arrays[name],
        rename: () => {
          delete arrays[name];
          arrays[`${name}${value % 3}`] = before;
        },
        swap: () => {
          arrays[name] = arrays[other]!;
          arrays[other] = before;
        },
      };
      change[kind]!();
    }
    return npzBytes(arrays, level);
  });

export const npz = target({
  name: 'npz',
  inputs: fc.oneof(mutatedZip(ARCHIVES), misfit),
  async check(bytes) {
    const dataset = await loadNpz(new Blob([bytes as Uint8Array<ArrayBuffer>]), 'fuzz.npz', 'fuzz', {
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    requireDataset(dataset);
  },
});
