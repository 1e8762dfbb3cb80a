import { rmSync } from 'node:fs';
import type { Page } from 'playwright';
import { takePlace } from '../scripts/write-whole.ts';

/**
 * Puts what the page downloads under a name, whole or not at all.
 *
 * @param start the download, and says how many bytes it has
 * @returns the bytes
 * @throws WriteError, and what start throws
 */
export async function downloadTo(
  page: Page,
  path: string,
  start: () => Promise<{ readonly bytes: number }>,
): Promise<number> {
  const downloading = page.waitForEvent('download');
  downloading.catch(() => undefined);
  const { bytes } = await start();
  const download = await downloading;
  const draft = `${path}.${process.pid}.draft`;
  try {
    await download.saveAs(draft);
    takePlace(draft, path, bytes);
    return bytes;
  } finally {
    rmSync(draft, { force: true });
    await download.delete();
  }
}
