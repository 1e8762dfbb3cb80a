import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { loadNpz } from '../src/datasets/npz/load-npz.ts';
import { formatBytes } from '../src/lab/format-bytes.ts';
import { downloadTo } from './download.ts';
import { editionOf, readEditionArgument } from './edition-argument.ts';
import { EXIT } from './exit-codes.ts';
import { unwrap } from './lab-page.ts';
import { withLoadedPage } from './loaded-page.ts';
import { log } from './log.ts';
import { refuseUnwritable } from './refuse-unwritable.ts';
import { UsageError } from './usage-error.ts';
import { writeStore } from './zarr-store.ts';

export interface SaveOptions {
  readonly data: string;
  readonly import?: string;
  readonly edition?: string;
  readonly out: string;
}

/**
 * Saves a set, as it is read and with an edition applied, in the official layout.
 *
 * @returns the exit code
 * @throws UsageError before anything starts; PageError with the page's own words; WriteError
 */
export async function save(options: SaveOptions, signal: AbortSignal): Promise<number> {
  const out = resolve(options.out);
  const isStore = /\.zarr$/i.test(out);
  if (!isStore && !/\.npz$/i.test(out)) throw new UsageError('--out ends in .npz or in .zarr.');
  if (!isStore) refuseUnwritable(out);
  const text = readEditionArgument(options.edition);
  // Nothing is computed, and this one starts at once.
  await withLoadedPage({ ...options, backend: 'cpu' }, signal, async (lab, dataset) => {
    const edition = editionOf(text, dataset).edition ?? null;
    const saveTo = (path: string) =>
      downloadTo(lab.page, path, async () =>
        unwrap(await lab.page.evaluate((wanted) => window.lab!.saveSet(wanted), edition)),
      );
    const bytes = isStore ? await storeOf(out, saveTo) : await saveTo(out);
    log(`${out}: ${formatBytes(bytes)}`);
  });
  return EXIT.finished;
}

/** By way of an .npz, whose MD5 the store tells. */
async function storeOf(out: string, saveTo: (path: string) => Promise<number>): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'lab-save-'));
  try {
    const path = join(folder, `${basename(out).replace(/\.zarr$/i, '')}.npz`);
    await saveTo(path);
    const file = await readFile(path);
    const context = { signal: new AbortController().signal, onProgress: () => {} };
    const dataset = await loadNpz(new Blob([file]), basename(path), 'the lab', context);
    const md5 = createHash('md5').update(file).digest('hex');
    return await writeStore(dirname(out), basename(out), dataset, basename(path), md5);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
