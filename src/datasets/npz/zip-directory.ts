import { LabError } from '../../lab/lab-error.ts';

/** One file inside a zip, as the central directory at the end of the archive describes it. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly crc32: number;
  readonly compressedSize: number;
  readonly size: number;
  /** Where the local header begins. */
  readonly offset: number;
  readonly encrypted: boolean;
}

/** Compression methods of a zip that NumPy writes. */
export const STORED = 0;
export const DEFLATED = 8;

// Signatures and field offsets: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.7 to 4.3.16 and 4.5.3 (zip64).
const LOCAL_HEADER = 0x04034b50;
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_END = 0x06054b50;
const ZIP64_END = 0x06064b50;
const ZIP64_LOCATOR = 0x07064b50;

const DIRECTORY_END_LENGTH = 22;
const ZIP64_LOCATOR_LENGTH = 20;
const ZIP64_END_LENGTH = 56;
const LONGEST_COMMENT = 0xffff;
export const LOCAL_HEADER_LENGTH = 30;
const DIRECTORY_ENTRY_LENGTH = 46;

/** An npz has six entries; a directory of more than this is not one, and is not read into memory. */
const LARGEST_NPZ_DIRECTORY = 2 ** 20;

/**
 * Reads the list of files of a zip, zip64 and entries with data descriptors included. The sizes in it are what the file
 * declares: nothing is unpacked here.
 *
 * @param name of the file, for messages
 * @param largest bytes that the table of contents may have
 * @returns the entries in the order in which they lie in the file
 * @throws LabError `not-a-zip`, `truncated`
 */
export async function readZipDirectory(
  file: Blob,
  name: string,
  largest = LARGEST_NPZ_DIRECTORY,
): Promise<ZipEntry[]> {
  const start = await viewOf(file, 0, 4);
  const beginsAsZip = start.byteLength === 4 && start.getUint32(0, true) === LOCAL_HEADER;
  const tailStart = Math.max(0, file.size - DIRECTORY_END_LENGTH - LONGEST_COMMENT - ZIP64_LOCATOR_LENGTH);
  const tail = await viewOf(file, tailStart, file.size);
  const end = findDirectoryEnd(tail, tailStart);
  if (end === null) {
    if (beginsAsZip) {
      throw new LabError(
        'truncated',
        `${name} begins as a zip but its table of contents, at the very end, is missing.`,
        'The download or copy broke off; get the file again.',
      );
    }
    const isEmpty = file.size === 0;
    throw notAZip(name, isEmpty ? 'it is empty' : 'it does not begin with the zip signature "PK"');
  }
  const { count, size, offset } = await locateDirectory(file, tail, tailStart, end, name);
  if (offset + size > tailStart + end || size > largest) {
    throw notAZip(name, 'its table of contents does not lie where the end record says');
  }
  return parseDirectory(await viewOf(file, offset, offset + size), count, name);
}

/** Length of a local header with its name and extra field, from its fixed part. */
export function localHeaderLength(fixedPart: Uint8Array, name: string): number {
  const view = new DataView(fixedPart.buffer, fixedPart.byteOffset, fixedPart.byteLength);
  if (view.getUint32(0, true) !== LOCAL_HEADER) {
    throw notAZip(name, 'an entry does not begin where the table of contents says');
  }
  return LOCAL_HEADER_LENGTH + view.getUint16(26, true) + view.getUint16(28, true);
}

export function notAZip(name: string, because: string): LabError {
  return new LabError(
    'not-a-zip',
    `${name} is not an .npz file: ${because}.`,
    'An .npz is a zip of NumPy arrays, as np.savez writes it; choose such a file.',
  );
}

async function viewOf(file: Blob, start: number, end: number): Promise<DataView> {
  return new DataView(await file.slice(start, end).arrayBuffer());
}

/**
 * Offset of the end record in the tail, or null. Its comment reaches exactly to the end of the file, or, where something
 * was put behind the zip, its table of contents lies right before it; Python's zipfile, and so NumPy, reads these too.
 */
function findDirectoryEnd(tail: DataView, tailStart: number): number | null {
  let followed: number | null = null;
  for (let at = tail.byteLength - DIRECTORY_END_LENGTH; at >= 0; at--) {
    if (tail.getUint32(at, true) !== DIRECTORY_END) continue;
    const end = at + DIRECTORY_END_LENGTH + tail.getUint16(at + 20, true);
    if (end === tail.byteLength) return at;
    const directoryEnd = tail.getUint32(at + 12, true) + tail.getUint32(at + 16, true);
    if (end < tail.byteLength && directoryEnd === tailStart + at) followed ??= at;
  }
  return followed;
}

async function locateDirectory(file: Blob, tail: DataView, tailStart: number, end: number, name: string) {
  const locator = end - ZIP64_LOCATOR_LENGTH;
  if (locator >= 0 && tail.getUint32(locator, true) === ZIP64_LOCATOR) {
    const at = Number(tail.getBigUint64(locator + 8, true));
    const record = await viewOf(file, at, Math.min(at + ZIP64_END_LENGTH, tailStart + locator));
    if (record.byteLength < ZIP64_END_LENGTH || record.getUint32(0, true) !== ZIP64_END) {
      throw notAZip(name, 'its zip64 end record is damaged');
    }
    return {
      count: Number(record.getBigUint64(32, true)),
      size: Number(record.getBigUint64(40, true)),
      offset: Number(record.getBigUint64(48, true)),
    };
  }
  return {
    count: tail.getUint16(end + 10, true),
    size: tail.getUint32(end + 12, true),
    offset: tail.getUint32(end + 16, true),
  };
}

function parseDirectory(view: DataView, count: number, name: string): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  // By the table's size, as Python reads it: where more than 65,535 files were packed without zip64 (as the Finder of macOS
  // does), what is left of their count is its last 16 bits.
  while (entries.length < count || isEntry(view, at)) {
    if (!isEntry(view, at)) throw notAZip(name, 'its table of contents is damaged');
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const commentLength = view.getUint16(at + 32, true);
    const extraStart = at + DIRECTORY_ENTRY_LENGTH + nameLength;
    const next = extraStart + extraLength + commentLength;
    if (next > view.byteLength) throw notAZip(name, 'its table of contents is damaged');
    const sizes = {
      size: view.getUint32(at + 24, true),
      compressedSize: view.getUint32(at + 20, true),
      offset: view.getUint32(at + 42, true),
    };
    entries.push({
      name: new TextDecoder().decode(
        new Uint8Array(view.buffer, view.byteOffset + at + DIRECTORY_ENTRY_LENGTH, nameLength),
      ),
      method: view.getUint16(at + 10, true),
      crc32: view.getUint32(at + 16, true),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      ...withZip64(sizes, view, extraStart, extraLength),
    });
    at = next;
  }
  return entries.sort((a, b) => a.offset - b.offset);
}

function isEntry(view: DataView, at: number): boolean {
  return at + DIRECTORY_ENTRY_LENGTH <= view.byteLength && view.getUint32(at, true) === DIRECTORY_ENTRY;
}

type Sizes = Pick<ZipEntry, 'size' | 'compressedSize' | 'offset'>;

/** The zip64 extra field (id 1) holds, in this order, those of the three values that do not fit into 32 bits. */
function withZip64(sizes: Sizes, view: DataView, extraStart: number, extraLength: number): Sizes {
  const found = { ...sizes };
  const end = extraStart + extraLength;
  let at = extraStart;
  while (at + 4 <= end) {
    const fieldEnd = at + 4 + view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === 1) {
      let value = at + 4;
      for (const key of ['size', 'compressedSize', 'offset'] as const) {
        if (sizes[key] === 0xffffffff && value + 8 <= Math.min(fieldEnd, end)) {
          found[key] = Number(view.getBigUint64(value, true));
          value += 8;
        }
      }
    }
    at = fieldEnd;
  }
  return found;
}
