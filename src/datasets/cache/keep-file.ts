import { LabError } from '../../lab/lab-error.ts';
import { throwIfCancelled } from '../cancellation.ts';
import { createProgress } from '../progress.ts';
import type { LoadContext } from '../source.ts';
import { createStoredFile, listStoredFiles } from './stored-files.ts';

/**
 * Copies a file that was loaded into the storage, so that a reload does not lose it; does nothing if the set is there.
 * Where that fails the set is usable all the same: `onNotice` is told.
 *
 * @throws LabError `cancelled`
 */
export async function keepFile(file: File, key: string, context: LoadContext): Promise<void> {
  try {
    if ((await listStoredFiles()).some((stored) => stored.key === key)) return;
    await copyIn(file, key, context);
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'storage-full') throw error;
    context.onNotice(error);
  }
}

async function copyIn(file: File, key: string, { signal, onProgress }: LoadContext) {
  const writer = await createStoredFile(key, file.name, file.size);
  const report = createProgress(onProgress, 'caching', file.size);
  const reader = (file.stream() as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
  let done = 0;
  try {
    for (;;) {
      throwIfCancelled(signal);
      const { value } = await reader.read();
      if (value === undefined) break;
      await writer.write(value);
      done += value.length;
      report(done);
    }
    await writer.finish();
  } catch (error) {
    await reader.cancel();
    await writer.discard();
    throw error;
  }
}
