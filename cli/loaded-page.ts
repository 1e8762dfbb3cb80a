import type { DatasetSummary } from '../src/lab/dataset.ts';
import type { BackendName } from '../src/lab/run-record.ts';
import { serveBuiltApp } from './built-app.ts';
import { readDataArgument } from './data-argument.ts';
import { readImportArgument } from './import-argument.ts';
import { unlessInterrupted } from './interruption.ts';
import { keepTestsOpen, type LabPage, loadFile, loadRequest, openLabPage } from './lab-page.ts';
import { log } from './log.ts';
import { readThreads } from './threads-argument.ts';

export interface PageOptions {
  readonly data: string;
  /** How its files are read. */
  readonly import?: string;
  readonly backend: BackendName | 'auto';
  readonly threads?: string;
}

/**
 * Serves the built app, opens it in a headless browser with the data loaded, and closes both whatever happens. The test part
 * is open in it.
 *
 * @throws UsageError, PageError, Interrupted
 */
export async function withLoadedPage(
  { data: text, import: importFile, backend, threads }: PageOptions,
  signal: AbortSignal,
  work: (lab: LabPage, dataset: DatasetSummary) => Promise<void>,
): Promise<void> {
  const data = readDataArgument(text);
  const importOptions = readImportArgument(importFile, data);
  const app = await serveBuiltApp(() => log('Building the app…'));
  const stopped = 'Stopped while the data were read: nothing was done, and nothing is written.';
  try {
    const opening = openLabPage(app.url, backend === 'auto' ? null : backend, readThreads(threads));
    const lab = await unlessInterrupted(opening, signal, stopped);
    try {
      await keepTestsOpen(lab);
      const loading =
        data.kind === 'file' ? loadFile(lab, data.path, importOptions) : loadRequest(lab, data.request);
      const dataset = await unlessInterrupted(loading, signal, stopped);
      const { name, counts } = dataset;
      log(`${name}: ${counts.train} train, ${counts.val} val, ${counts.test} test; ${lab.backend.label}`);
      await Promise.race([work(lab, dataset), lab.death]);
    } finally {
      await lab.close();
    }
  } finally {
    await app.close();
  }
}
