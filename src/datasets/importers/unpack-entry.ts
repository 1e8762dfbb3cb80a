import { createCRC32 } from 'hash-wasm';
import { LabError } from '../../lab/lab-error.ts';
import { untilItFails } from '../../lab/until-it-fails.ts';
import { checkEntry } from '../npz/read-npz.ts';
import { DEFLATED, LOCAL_HEADER_LENGTH, localHeaderLength, type ZipEntry } from '../npz/zip-directory.ts';
import { library } from './library.ts';
import { damagedEntry } from './zip-entries.ts';

/** Of a local header: its fixed part, the name, and an extra field (APPNOTE 4.3.7). */
export const LONGEST_HEADER = LOCAL_HEADER_LENGTH + 2 * 0xffff;
/** Packed bytes unpacked at a stretch, so that one which unpacks to too much is noticed before it takes much memory. */
const PIECE = 2 ** 14;

/** Asked for once: the asking takes longer than a small file. */
const fflate = library(() => import('fflate'));
const crc32 = untilItFails(createCRC32);

/**
 * The unpacked bytes of a small file of a zip, whose part of the zip was read; checked against its size and its CRC-32.
 *
 * @param stored from the local header on
 * @throws LabError `not-a-zip`, `too-large`, `checksum-mismatch`, `offline`
 */
export async function unpackEntry(
  stored: Uint8Array<ArrayBuffer>,
  entry: ZipEntry,
  zipName: string,
): Promise<Uint8Array<ArrayBuffer>> {
  checkEntry(entry, zipName);
  if (stored.length < LOCAL_HEADER_LENGTH) throw damagedEntry(entry, 'it ends early');
  const start = localHeaderLength(stored.subarray(0, LOCAL_HEADER_LENGTH), zipName);
  const packed = stored.subarray(start, start + entry.compressedSize);
  const bytes = entry.method === DEFLATED ? await inflated(packed, entry) : packed;
  if (bytes.length < entry.size) throw damagedEntry(entry, 'it ends early');
  const hasher = await crc32();
  if (Number.parseInt(hasher.init().update(bytes).digest(), 16) !== entry.crc32) {
    throw damagedEntry(entry, 'its CRC-32 differs from the one in the archive');
  }
  return bytes;
}

async function inflated(packed: Uint8Array, entry: ZipEntry): Promise<Uint8Array<ArrayBuffer>> {
  const { Inflate } = await fflate();
  const bytes = new Uint8Array(entry.size);
  let length = 0;
  const inflate = new Inflate((piece) => {
    if (length + piece.length > bytes.length)
      throw damagedEntry(entry, 'it unpacks to more than it declares');
    bytes.set(piece, length);
    length += piece.length;
  });
  try {
    for (let at = 0; at < packed.length; at += PIECE) {
      inflate.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
    }
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw damagedEntry(entry, 'its compressed data cannot be unpacked', error);
  }
  return bytes.subarray(0, length);
}
