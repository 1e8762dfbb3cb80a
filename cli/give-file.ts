import { openAsBlob, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { LabPage } from './lab-page.ts';
import { UsageError } from './usage-error.ts';

/** Of a file, in one message: proxies between here and a browser elsewhere take no message of any size. */
const PIECE_BYTES = 2 ** 20;

/**
 * Sets a file on a hidden input of the page, by its content where the browser cannot read it by its path.
 *
 * @param input id of the input
 * @throws UsageError for a folder that would have to be sent
 */
export async function giveFile(
  { page, takesPaths }: Pick<LabPage, 'page' | 'takesPaths'>,
  input: string,
  path: string,
): Promise<void> {
  if (takesPaths) {
    await page.setInputFiles(`#${input}`, path);
    return;
  }
  if (statSync(path).isDirectory()) {
    throw new UsageError(`${path} is a folder, which a Grid's browser cannot be given: make a zip of it.`);
  }
  const pieces = await page.evaluateHandle((): Uint8Array<ArrayBuffer>[] => []);
  const file = await openAsBlob(path);
  for (let from = 0; from < file.size; from += PIECE_BYTES) {
    const piece = Buffer.from(await file.slice(from, from + PIECE_BYTES).arrayBuffer());
    await pieces.evaluate(
      (all, text) => all.push(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))),
      piece.toString('base64'),
    );
  }
  await pieces.evaluate(
    (all, { id, name }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(all, name));
      const element = document.getElementById(id) as HTMLInputElement;
      element.files = transfer.files;
      element.dispatchEvent(new Event('change', { bubbles: true }));
    },
    { id: input, name: basename(path) },
  );
  await pieces.dispose();
}
