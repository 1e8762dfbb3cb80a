import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { writeWhole } from '../scripts/write-whole.ts';
import { type LabPage, unwrap } from './lab-page.ts';

/**
 * Writes the weights of a finished run's best epoch as safetensors.
 *
 * @throws PageError where the page has none; WriteError
 */
export async function saveWeights({ page }: LabPage, id: string, path: string): Promise<void> {
  const downloading = page.waitForEvent('download');
  downloading.catch(() => undefined);
  unwrap(await page.evaluate((run) => window.lab!.saveWeights(run), id));
  const download = await downloading;
  try {
    writeWhole(path, unzipSync(readFileSync(await download.path()))['model.safetensors']!);
  } finally {
    await download.delete();
  }
}
