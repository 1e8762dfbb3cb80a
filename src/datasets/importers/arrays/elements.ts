import { LabError } from '../../../lab/lab-error.ts';
import { isText, itemSize } from '../../npz/texts.ts';
import type { Numbers } from '../importer.ts';

/** Makes numbers of the bytes of an array file. */
export type Decode = (bytes: Uint8Array<ArrayBuffer>) => Numbers;

const KINDS: Readonly<Record<string, new (buffer: ArrayBuffer) => Numbers>> = {
  b1: Uint8Array,
  u1: Uint8Array,
  i1: Int8Array,
  u2: Uint16Array,
  i2: Int16Array,
  u4: Uint32Array,
  i4: Int32Array,
  f4: Float32Array,
  f8: Float64Array,
};

/** Whether this type can be read as numbers. */
export function isNumeric(dtype: string): boolean {
  const kind = dtype.replace(/^[|<>=]/, '');
  return kind in KINDS || kind === 'f2' || kind === 'u8' || kind === 'i8';
}

/**
 * How elements of a type are read, in either byte order. Whole numbers of 8 bytes become doubles, which hold those up to
 * 2^53 exactly.
 *
 * @param array its name, for the message
 * @throws LabError `wrong-dtype`
 */
export function decoderOf(dtype: string, array: string): Decode {
  if (!isNumeric(dtype)) throw notNumbers(dtype, array);
  const kind = dtype.replace(/^[|<>=]/, '');
  const size = itemSize(dtype);
  const swap = dtype.startsWith('>') && size > 1;
  return (bytes) => {
    // A copy of its own: the piece may not be aligned, and is turned around in place.
    const own = size === 1 ? bytes : bytes.slice();
    if (swap) reverseElements(own, size);
    const buffer = own.buffer.slice(own.byteOffset, own.byteOffset + own.byteLength);
    if (kind === 'f2') return Float32Array.from(new Uint16Array(buffer), halfToNumber);
    if (kind === 'u8') return Float64Array.from(new BigUint64Array(buffer), Number);
    if (kind === 'i8') return Float64Array.from(new BigInt64Array(buffer), Number);
    return new KINDS[kind]!(buffer);
  };
}

function reverseElements(bytes: Uint8Array, size: number): void {
  for (let start = 0; start + size <= bytes.length; start += size)
    bytes.subarray(start, start + size).reverse();
}

/** IEEE 754 binary16. */
function halfToNumber(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function notNumbers(dtype: string, array: string): LabError {
  if (dtype.includes('O')) {
    return new LabError(
      'wrong-dtype',
      `${array} holds Python objects (dtype object), which are pickled: opening them could run any code, so they are not opened.`,
      `Save them as plain text or numbers: ${array}.astype(str) or ${array}.astype(int).`,
    );
  }
  return new LabError(
    'wrong-dtype',
    `${array} has dtype ${dtype}, which holds no plain numbers.`,
    `Save it as numbers, for instance ${array}.astype("float32").`,
  );
}

/** @throws LabError `wrong-dtype` for anything but numbers and texts */
export function requireReadable(dtype: string, array: string): void {
  if (!isNumeric(dtype) && !isText(dtype)) throw notNumbers(dtype, array);
}
