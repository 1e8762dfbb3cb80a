import { createCRC32 } from 'hash-wasm';
import { LabError } from '../../lab/lab-error.ts';
import { throwIfCancelled } from '../cancellation.ts';
import { inflate } from '../npz/inflate.ts';
import { checkEntry } from '../npz/read-npz.ts';
import { DEFLATED, LOCAL_HEADER_LENGTH, localHeaderLength, type ZipEntry } from '../npz/zip-directory.ts';

/** Bytes of a blob, piece by piece. */
export async function* blobPieces(
  blob: Blob,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const reader = (blob.stream() as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
  try {
    for (;;) {
      throwIfCancelled(signal);
      const { value } = await reader.read();
      if (value === undefined) return;
      if (value.length > 0) yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/**
 * The unpacked bytes of one file of a zip, checked against its size and its CRC-32 at the end. Nothing of it is held.
 *
 * @throws LabError `not-a-zip`, `truncated`, `too-large`, `checksum-mismatch`, `cancelled`
 */
export async function* entryPieces(
  zip: Blob,
  entry: ZipEntry,
  zipName: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  checkEntry(entry, zipName);
  const fixed = new Uint8Array(
    await zip.slice(entry.offset, entry.offset + LOCAL_HEADER_LENGTH).arrayBuffer(),
  );
  if (fixed.length < LOCAL_HEADER_LENGTH) throw damagedEntry(entry, 'it ends early');
  const start = entry.offset + localHeaderLength(fixed, zipName);
  const packed = blobPieces(zip.slice(start, start + entry.compressedSize), signal);
  const crc32 = await createCRC32();
  let size = 0;
  try {
    for await (const piece of entry.method === DEFLATED ? inflate(packed) : packed) {
      size += piece.length;
      if (size > entry.size) throw damagedEntry(entry, 'it unpacks to more than it declares');
      crc32.update(piece);
      yield piece;
    }
  } catch (error) {
    throw error instanceof LabError
      ? error
      : damagedEntry(entry, 'its compressed data cannot be unpacked', error);
  }
  if (size < entry.size) throw damagedEntry(entry, 'it ends early');
  if (Number.parseInt(crc32.digest(), 16) !== entry.crc32) {
    throw damagedEntry(entry, 'its CRC-32 differs from the one in the archive');
  }
}

/** All bytes of one piece after another. */
export async function gather(
  pieces: AsyncGenerator<Uint8Array<ArrayBuffer>, void>,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for await (const piece of pieces) {
    bytes.set(piece.subarray(0, length - at), at);
    at += piece.length;
    if (at >= length) break;
  }
  return bytes.subarray(0, Math.min(at, length));
}

export function damagedEntry(entry: ZipEntry, how: string, cause?: unknown): LabError {
  return new LabError(
    'checksum-mismatch',
    `${entry.name} is damaged: ${how}.`,
    'Nothing was loaded. Get the file again.',
    { cause },
  );
}
