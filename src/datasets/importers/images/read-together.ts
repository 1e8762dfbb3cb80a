import { breathe } from '../../cancellation.ts';
import type { ListedFile } from './file-list.ts';

/** A browser takes longer over a call than over a small file: as many are read by one. */
const MOST_FILES = 256;
const MOST_BYTES = 2 ** 24;
/** Files that are decoded at the same time: the browser does so on threads of its own. */
const AT_ONCE = 8;

/** A file as it was read; asked for its bytes, it may turn out to be damaged. */
type Bytes = () => Promise<Uint8Array<ArrayBuffer>>;

/**
 * Reads files in the order wanted, the next ones while those before are visited.
 *
 * @param items places in `files`
 * @throws what `visit` does; LabError `cancelled`
 */
export async function readTogether(
  files: readonly ListedFile[],
  items: readonly number[],
  signal: AbortSignal,
  visit: (item: number, bytes: Bytes) => Promise<void>,
): Promise<void> {
  const batches = inBatches(files, items);
  let next = batches.length > 0 ? readBatch(files, batches[0]!) : null;
  for (let at = 0; at < batches.length; at++) {
    const batch = batches[at]!;
    const read = await next!;
    next = at + 1 < batches.length ? readBatch(files, batches[at + 1]!) : null;
    for (let start = 0; start < batch.length; start += AT_ONCE) {
      const few = batch.slice(start, start + AT_ONCE);
      await Promise.all(few.map((item, place) => visit(item, read[start + place]!)));
    }
    await breathe(signal);
  }
}

function inBatches(files: readonly ListedFile[], items: readonly number[]): number[][] {
  const batches: number[][] = [];
  let room = 0;
  for (const item of items) {
    const last = batches.at(-1);
    const { size } = files[item]!.stored;
    if (last && last.length < MOST_FILES && size <= room) {
      last.push(item);
      room -= size;
    } else {
      batches.push([item]);
      room = MOST_BYTES - size;
    }
  }
  return batches;
}

/** Never rejects: what cannot be read is told of the file by itself. */
async function readBatch(files: readonly ListedFile[], items: readonly number[]): Promise<Bytes[]> {
  const parts = items.map((item) => files[item]!.stored);
  const joined = await new Blob(parts).arrayBuffer().catch(() => null);
  const total = parts.reduce((sum, { size }) => sum + size, 0);
  let end = 0;
  return items.map((item, place) => {
    const { stored, unpack } = files[item]!;
    const start = end;
    end += parts[place]!.size;
    return async () =>
      unpack(
        joined?.byteLength === total
          ? new Uint8Array(joined, start, stored.size)
          : // One of them has gone or was changed since it was listed.
            new Uint8Array(await stored.arrayBuffer()),
      );
  });
}
