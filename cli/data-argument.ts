import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { findCatalogueEntry } from '../src/lab/catalogue/catalogue.ts';
import type { DatasetRequest, ImageSize } from '../src/lab/dataset.ts';
import { PHANTOM_SHAPES, type PhantomShape, phantomSettings } from '../src/lab/phantom-settings.ts';
import { UsageError } from './usage-error.ts';

/** What the page can get without being handed a file. */
export type FetchableRequest = Exclude<DatasetRequest, { kind: 'file' | 'import' }>;

/** What `--data` names: a file on this machine, or something the page can get by itself. */
export type DataArgument =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'request'; readonly request: FetchableRequest };

/**
 * Reads `--data`: a path to an .npz, a catalogue id with an optional size (`pneumoniamnist`, `pathmnist@64`), or
 * `phantom:SHAPE`.
 *
 * @throws UsageError
 */
export function readDataArgument(text: string): DataArgument {
  if (existsSync(text)) return { kind: 'file', path: resolve(text) };
  if (text.startsWith('phantom:')) {
    const shape = text.slice('phantom:'.length);
    if (!PHANTOM_SHAPES.includes(shape as PhantomShape)) {
      throw new UsageError(`There is no phantom "${shape}". There are: ${PHANTOM_SHAPES.join(', ')}.`);
    }
    return { kind: 'request', request: { kind: 'phantom', settings: phantomSettings.parse({ shape }) } };
  }
  const [id, size = '28'] = text.split('@') as [string, string?];
  const entry = findCatalogueEntry(id);
  if (!entry) throw new UsageError(`"${text}" is neither a file nor the id of a MedMNIST set.`);
  if (!(size in entry.md5)) {
    throw new UsageError(
      `${entry.name} comes in the sizes ${Object.keys(entry.md5).join(', ')}, not ${size}.`,
    );
  }
  return { kind: 'request', request: { kind: 'zenodo', id, size: Number(size) as ImageSize } };
}
