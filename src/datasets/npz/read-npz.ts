import { createCRC32, createMD5 } from 'hash-wasm';
import { formatBytes } from '../../lab/format-bytes.ts';
import { LabError } from '../../lab/lab-error.ts';
import { allocate, memoryBudget, requireMemory } from '../memory-budget.ts';
import { type ByteReader, createByteReader, truncated } from './byte-reader.ts';
import { inflate } from './inflate.ts';
import {
  formatShape,
  NPY_PREAMBLE_LENGTH,
  type NpyHeader,
  npyHeaderLength,
  parseNpyHeader,
} from './npy-header.ts';
import {
  DEFLATED,
  LOCAL_HEADER_LENGTH,
  localHeaderLength,
  notAZip,
  readZipDirectory,
  STORED,
  type ZipEntry,
} from './zip-directory.ts';

/** One array of an npz, its elements still the bytes of the file. */
export interface NpzArray {
  readonly header: NpyHeader;
  readonly data: Uint8Array<ArrayBuffer>;
}

export interface NpzContents<Name extends string> {
  /** MD5 (hex) of the whole file. */
  readonly md5: string;
  readonly arrays: Readonly<Record<Name, NpzArray>>;
}

export interface NpzOptions<Name extends string> {
  /** Name of the file, for messages. */
  readonly fileName: string;
  /** Arrays to read; the file may hold others, which are passed over. */
  readonly wanted: readonly Name[];
  /** Arrays that are read as well where the file has them. */
  readonly optional?: readonly Name[];
  /** Called before the room for an array is reserved; throws where its type or shape cannot be used. */
  readonly checkHeader: (array: Name, header: NpyHeader) => void;
  readonly signal: AbortSignal;
  readonly onBytes: (done: number) => void;
  /** Bytes the unpacked arrays may take. */
  readonly budget?: number;
}

const SUFFIX = '.npy';

/** DEFLATE cannot hold more than 1032 bytes in one (258 bytes of a match in two bits of code; zlib, "Maximum Compression Factor"). */
const LARGEST_RATIO = 1032;

/**
 * Reads arrays of an .npz in one pass over the file, each straight into its one array of the right size.
 *
 * Nothing is trusted before it is checked: the sizes that the archive declares against the memory budget before any
 * allocation, the bytes that really come against those sizes, and each entry's CRC-32 at its end.
 *
 * @throws LabError `not-a-zip`, `truncated`, `missing-array`, `wrong-dtype`, `wrong-shape`, `too-large`,
 *   `checksum-mismatch`, `cancelled`, and whatever `checkHeader` throws
 */
export async function readNpz<Name extends string>(
  file: Blob,
  {
    fileName,
    wanted,
    optional = [],
    checkHeader,
    signal,
    onBytes,
    budget = memoryBudget(),
  }: NpzOptions<Name>,
): Promise<NpzContents<Name>> {
  const directory = await readZipDirectory(file, fileName);
  const present = optional.filter((name) => directory.some((entry) => entry.name === name + SUFFIX));
  const entries = selectEntries(directory, [...wanted, ...present], fileName);
  const declared = entries.map((entry) => entry.size).reduce((sum, size) => sum + size, 0);
  for (const entry of entries) checkEntry(entry, fileName);
  requireMemory(fileName, declared, budget);

  const md5 = await createMD5();
  const reader = createByteReader(file, fileName, signal, (bytes, position) => {
    md5.update(bytes);
    onBytes(position);
  });
  const arrays: Partial<Record<Name, NpzArray>> = {};
  try {
    for (const entry of entries) {
      if (entry.offset < reader.position) throw notAZip(fileName, 'its entries overlap');
      await reader.skipTo(entry.offset);
      const header = await reader.take(LOCAL_HEADER_LENGTH);
      await reader.skipTo(entry.offset + localHeaderLength(header, fileName));
      const array = arrayName(entry) as Name;
      arrays[array] = await readArray(reader, entry, array, (found) => {
        requireMemory(`${array} of ${fileName}`, dataBytes(found), budget);
        checkHeader(array, found);
      });
    }
    await reader.skipRest();
  } finally {
    await reader.close();
  }
  return { md5: md5.digest(), arrays: arrays as Record<Name, NpzArray> };
}

function arrayName(entry: ZipEntry): string {
  return entry.name.slice(0, -SUFFIX.length);
}

function selectEntries(directory: readonly ZipEntry[], wanted: readonly string[], fileName: string) {
  const missing = wanted.filter((name) => !directory.some((entry) => entry.name === name + SUFFIX));
  if (missing.length > 0) {
    const found = directory.map((entry) => entry.name).slice(0, 12);
    throw new LabError(
      'missing-array',
      `${fileName} has no ${missing.join(', ')}; it holds ${found.length > 0 ? found.join(', ') : 'nothing'}.`,
      `A set has six arrays: ${wanted.join(', ')}.`,
    );
  }
  return wanted
    .map((name) => directory.find((entry) => entry.name === name + SUFFIX)!)
    .sort((a, b) => a.offset - b.offset);
}

/** What can be said of an entry before reading it. @throws LabError `not-a-zip`, `too-large` */
export function checkEntry(entry: ZipEntry, fileName: string) {
  if (entry.encrypted) throw notAZip(fileName, `${entry.name} is encrypted`);
  if (entry.method !== STORED && entry.method !== DEFLATED) {
    throw notAZip(
      fileName,
      `${entry.name} uses compression method ${entry.method}, which NumPy does not write`,
    );
  }
  if (entry.method === STORED && entry.size !== entry.compressedSize) {
    throw notAZip(fileName, `${entry.name} is stored, yet declares two different sizes`);
  }
  if (entry.size > (entry.compressedSize + 1) * LARGEST_RATIO) {
    throw new LabError(
      'too-large',
      `${entry.name} declares ${formatBytes(entry.size)} packed into ${formatBytes(entry.compressedSize)}, more than DEFLATE can pack.`,
      'The file is damaged or made to exhaust memory; nothing was unpacked.',
    );
  }
}

async function readArray(
  reader: ByteReader,
  entry: ZipEntry,
  array: string,
  checkHeader: (header: NpyHeader) => void,
): Promise<NpzArray> {
  const crc32 = await createCRC32();
  const sink = createArraySink(entry, array, checkHeader);
  const packed = reader.pieces(entry.compressedSize);
  try {
    for await (const piece of entry.method === DEFLATED ? inflate(packed) : packed) {
      crc32.update(piece);
      sink.push(piece);
    }
  } catch (error) {
    throw error instanceof LabError ? error : damaged(entry, 'its compressed data cannot be unpacked', error);
  }
  const result = sink.finish();
  if (Number.parseInt(crc32.digest(), 16) !== entry.crc32) {
    throw damaged(entry, 'its CRC-32 differs from the one in the archive');
  }
  return result;
}

/** Takes the unpacked bytes of an entry as they come: first the header, then the elements into their final place. */
function createArraySink(entry: ZipEntry, array: string, checkHeader: (header: NpyHeader) => void) {
  let head: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  let header: NpyHeader | null = null;
  let data: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  let filled = 0;

  /** Collects the header; returns what of the piece lies beyond it, or null while it is incomplete. */
  function pushHead(piece: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | null {
    const bytes = new Uint8Array(head.length + piece.length);
    bytes.set(head);
    bytes.set(piece, head.length);
    head = bytes;
    if (head.length < NPY_PREAMBLE_LENGTH) return null;
    const length = npyHeaderLength(head, array);
    if (head.length < length) return null;
    header = parseNpyHeader(head.subarray(0, length), array);
    checkHeader(header);
    checkDeclaredSize(entry, array, header);
    data = allocate(array, dataBytes(header));
    return head.subarray(length);
  }

  return {
    push(piece: Uint8Array<ArrayBuffer>) {
      const body = header === null ? pushHead(piece) : piece;
      if (body === null) return;
      if (filled + body.length > data.length) {
        throw new LabError(
          'too-large',
          `${entry.name} unpacks to more than the ${formatBytes(entry.size)} it declares.`,
          'The file is damaged or made to exhaust memory; reading stopped there.',
        );
      }
      data.set(body, filled);
      filled += body.length;
    },
    finish(): NpzArray {
      if (header === null) {
        npyHeaderLength(head, array);
        throw truncated(entry.name, head.length, entry.size);
      }
      if (filled < data.length) throw truncated(entry.name, header.length + filled, entry.size);
      return { header, data };
    },
  };
}

function checkDeclaredSize(entry: ZipEntry, array: string, header: NpyHeader) {
  const expected = header.length + dataBytes(header);
  if (expected === entry.size) return;
  throw new LabError(
    expected > entry.size ? 'truncated' : 'wrong-shape',
    `${array} has shape ${formatShape(header.shape)} and so needs ${expected} bytes, but the archive declares ${entry.size}.`,
    'Get the file again, or write it anew with np.savez_compressed.',
  );
}

/** Bytes of the elements; an unknown element counts as one byte, and `checkHeader` refuses it. */
function dataBytes(header: NpyHeader): number {
  const [, kind, width = '1'] = /^[|<>=]?([a-zA-Z])(\d+)$/.exec(header.dtype) ?? [];
  // A letter of a text takes four bytes (UCS-4).
  const itemSize = Number(width) * (kind === 'U' ? 4 : 1);
  return header.shape.reduce((product, length) => product * length, itemSize);
}

function damaged(entry: ZipEntry, how: string, cause?: unknown): LabError {
  return new LabError(
    'checksum-mismatch',
    `${entry.name} is damaged: ${how}.`,
    'Nothing was loaded. Get the file again.',
    {
      cause,
    },
  );
}
