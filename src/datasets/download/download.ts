import { createMD5 } from 'hash-wasm';
import { LabError } from '../../lab/lab-error.ts';
import { createStoredFile, type StoredFileWriter } from '../cache/stored-files.ts';
import { orCancelled, throwIfCancelled } from '../cancellation.ts';
import { createProgress } from '../progress.ts';
import type { LoadContext } from '../source.ts';
import { type Attempt, brokeOff, request, retrying } from './retry.ts';

export interface Download {
  readonly url: string;
  /** Name under which the file is stored. */
  readonly fileName: string;
  /** Key of the set it holds. */
  readonly key: string;
  /** MD5 (hex) that the file must have. */
  readonly md5: string;
}

/**
 * Downloads a file straight into the browser's storage, its MD5 taken on the way. Where the storage is full the file is
 * held in memory instead, and `onNotice` is told.
 *
 * @throws LabError `offline`, `download-failed`, `checksum-mismatch`, `cancelled`; nothing of the file stays behind
 */
export async function download(file: Download, context: LoadContext): Promise<File> {
  const { key, fileName } = file;
  const attempt = (open: (bytes: number | null) => Promise<StoredFileWriter>) =>
    retrying(file.url, (once) => downloadOnce(file, open, once), context);
  try {
    return await attempt((bytes) => createStoredFile(key, fileName, bytes));
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'storage-full') throw error;
    context.onNotice(error);
    return attempt(async () => createMemoryFile(fileName));
  }
}

async function downloadOnce(
  { url, md5: expected, fileName }: Download,
  open: (bytes: number | null) => Promise<StoredFileWriter>,
  attempt: Attempt,
): Promise<File> {
  const { signal, line, onProgress } = attempt;
  const response = await request(url, attempt);
  const length = Number(response.headers.get('content-length')) || null;
  const body = (response.body as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
  const report = createProgress(onProgress, 'downloading', length);
  const md5 = await createMD5();
  let received = 0;
  let writer: StoredFileWriter | null = null;
  try {
    writer = await open(length);
    for (;;) {
      throwIfCancelled(signal);
      const { value } = await line.hear(body.read()).catch((cause: unknown) => {
        throw orCancelled(brokeOff(url, received, cause), signal);
      });
      if (value === undefined) break;
      md5.update(value);
      await writer.write(value);
      received += value.length;
      report(received);
    }
    const found = md5.digest();
    if (found !== expected) throw mismatch(fileName, received, found, expected);
    return await writer.finish();
  } catch (error) {
    await body.cancel().catch(() => undefined);
    await writer?.discard();
    throw error;
  }
}

function createMemoryFile(name: string): StoredFileWriter {
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  return {
    async write(bytes) {
      pieces.push(bytes);
    },
    finish: async () => new File(pieces, name),
    async discard() {
      pieces = [];
    },
  };
}

function mismatch(fileName: string, received: number, found: string, expected: string): LabError {
  return new LabError(
    'checksum-mismatch',
    `${fileName} arrived with MD5 ${found}, expected ${expected} (${received} bytes).`,
    'It was thrown away. Try the download again; if it stays so, the network changes files on the way.',
  );
}
