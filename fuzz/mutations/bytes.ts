import fc from 'fast-check';

/** Values at which sizes, counts and offsets break. */
const INTERESTING = [
  0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff,
];

const mutation = fc.record({
  kind: fc.constantFrom(...(['flip', 'byte', 'word', 'long', 'cut', 'insert', 'copy', 'remove'] as const)),
  place: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  /** Whether the place is near one of the format's own landmarks. */
  atLandmark: fc.boolean(),
  value: fc.oneof(fc.constantFrom(...INTERESTING), fc.nat({ max: 0xffffffff })),
  length: fc.integer({ min: 1, max: 64 }),
});
type Mutation = typeof mutation extends fc.Arbitrary<infer Value> ? Value : never;

function apply(
  bytes: Uint8Array,
  landmarks: readonly number[],
  { kind, place, atLandmark, value, length }: Mutation,
): Uint8Array {
  if (bytes.length === 0) return bytes;
  const anywhere = Math.floor(place * bytes.length);
  const near =
    landmarks.length > 0 && atLandmark
      ? landmarks[Math.floor(place * landmarks.length)]! + (value % 46)
      : anywhere;
  const at = Math.min(near, bytes.length - 1);
  // Not slice: that of a Buffer is the same bytes.
  const changed = Uint8Array.from(bytes);
  const view = new DataView(changed.buffer);
  switch (kind) {
    case 'flip':
      changed[at]! ^= 1 << (value % 8);
      return changed;
    case 'byte':
      changed[at] = value;
      return changed;
    case 'word':
      if (at + 2 <= bytes.length) view.setUint16(at, value, true);
      return changed;
    case 'long':
      if (at + 4 <= bytes.length) view.setUint32(at, value, true);
      return changed;
    case 'cut':
      return changed.slice(0, at);
    case 'remove':
      return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + length)]);
    case 'insert':
      return Uint8Array.from([
        ...bytes.subarray(0, at),
        ...new Uint8Array(length).fill(value),
        ...bytes.subarray(at),
      ]);
    case 'copy':
      changed.copyWithin(
        at,
        Math.floor(bytes.length * ((value % 100) / 100)),
        Math.floor(bytes.length * ((value % 100) / 100)) + length,
      );
      return changed;
  }
}

/** Where the structures of a zip archive begin: local headers, central directory, its end, and their zip64 forms. */
function zipLandmarks(bytes: Uint8Array): number[] {
  const found: number[] = [];
  for (let at = 0; at + 4 <= bytes.length; at++) {
    if (bytes[at] === 0x50 && bytes[at + 1] === 0x4b && bytes[at + 2]! <= 8 && bytes[at + 3]! <= 8)
      found.push(at);
  }
  return found;
}

/** Archives near the given ones. */
export function mutatedZip(valid: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const landmarks = valid.map(zipLandmarks);
  return fc
    .tuple(fc.nat({ max: valid.length - 1 }), fc.array(mutation, { minLength: 1, maxLength: 4 }))
    .map(([index, mutations]) =>
      mutations.reduce((bytes, one) => apply(bytes, landmarks[index]!, one), valid[index]!),
    );
}

/** Bytes near the given ones, whatever they mean. */
export function mutatedBytes(valid: Uint8Array): fc.Arbitrary<Uint8Array> {
  return fc
    .array(mutation, { minLength: 1, maxLength: 3 })
    .map((mutations) => mutations.reduce((bytes, one) => apply(bytes, [], one), valid));
}
