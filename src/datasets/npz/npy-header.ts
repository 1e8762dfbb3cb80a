import { LabError } from '../../lab/lab-error.ts';

/** What an .npy file says of its array before the data begin. */
export interface NpyHeader {
  /** Type string of NumPy's array interface: `|u1`, `<i8`, `>f4`… */
  readonly dtype: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Bytes before the data. */
  readonly length: number;
}

// Layout: NEP 1 / numpy.lib.format. Magic, two version bytes, header length (2 bytes in version 1, 4 from version 2
// on), then a Python dict literal in Latin-1 (UTF-8 in version 3).
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] as const;

/** Bytes to read before the length of the header is known. */
export const NPY_PREAMBLE_LENGTH = 12;

/** NumPy itself refuses headers beyond 10,000 characters (`max_header_size`). */
const LONGEST_HEADER = 10_000;

/**
 * Bytes before the data, from the first {@link NPY_PREAMBLE_LENGTH} bytes (fewer are there only if the file is shorter).
 *
 * @param name of the array, for messages
 * @throws LabError `wrong-dtype` if this is no .npy file
 */
export function npyHeaderLength(preamble: Uint8Array, name: string): number {
  if (preamble.length < NPY_PREAMBLE_LENGTH || MAGIC.some((byte, index) => preamble[index] !== byte)) {
    throw notNpy(name, 'it does not begin with the signature "\\x93NUMPY"');
  }
  const view = new DataView(preamble.buffer, preamble.byteOffset, preamble.byteLength);
  const version = preamble[6]!;
  if (version < 1 || version > 3) throw notNpy(name, `its format version is ${version}`);
  const length = version === 1 ? 10 + view.getUint16(8, true) : 12 + view.getUint32(8, true);
  if (length > LONGEST_HEADER || length < NPY_PREAMBLE_LENGTH) {
    throw notNpy(name, `its header would be ${length} bytes long`);
  }
  return length;
}

/**
 * @param bytes the whole header, as long as {@link npyHeaderLength} says
 * @throws LabError `wrong-dtype` if the header cannot be read or the elements are records
 */
export function parseNpyHeader(bytes: Uint8Array, name: string): NpyHeader {
  const dict = new TextDecoder(bytes[6] === 3 ? 'utf-8' : 'latin1').decode(
    bytes.subarray(bytes[6] === 1 ? 10 : 12),
  );
  const dtype = /['"]descr['"]\s*:\s*(?:['"]([^'"]+)['"]|\[)/.exec(dict);
  const order = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(dict);
  const shape = /['"]shape['"]\s*:\s*\(([\d\s,L]*)\)/.exec(dict);
  if (!dtype || !order || !shape) throw notNpy(name, 'its header cannot be read');
  return {
    dtype: dtype[1] ?? 'records',
    fortranOrder: order[1] === 'True',
    shape: (shape[1]!.match(/\d+/g) ?? []).map(Number),
    length: bytes.length,
  };
}

/** A shape as NumPy prints it: `(4708, 28, 28)`, `(12,)`. */
export function formatShape(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}

function notNpy(name: string, because: string): LabError {
  return new LabError(
    'wrong-dtype',
    `${name} is not a NumPy array: ${because}.`,
    'Write the file with np.savez or np.savez_compressed.',
  );
}
