import { createMD5 } from 'hash-wasm';
import { findCatalogueEntry, officialFileName, unpackedBytes } from '../../lab/catalogue/catalogue.ts';
import type { Dataset, StoredFile } from '../../lab/dataset.ts';
import { LabError } from '../../lab/lab-error.ts';
import { catalogueKey } from '../../lab/recipe/dataset-reference.ts';
import { deleteStoredFile, listStoredFiles, readStoredFile } from '../cache/stored-files.ts';
import { throwIfCancelled } from '../cancellation.ts';
import { download } from '../download/download.ts';
import { requireMemory } from '../memory-budget.ts';
import { loadNpz } from '../npz/load-npz.ts';
import type { DatasetSource, LoadContext } from '../source.ts';

/** The record of MedMNIST+ (doi 10.5281/zenodo.10519652). */
const RECORD = '10519652';

/** The address that answers with CORS headers; it ignores Range, so a broken download begins anew. */
export function zenodoUrl(fileName: string): string {
  return `https://zenodo.org/api/records/${RECORD}/files/${fileName}/content`;
}

/** One of the 18 official sets: from the browser's storage if it is there, else from Zenodo. */
export const zenodoSource: DatasetSource<'zenodo'> = {
  kind: 'zenodo',
  async load({ id, size }, context) {
    const entry = findCatalogueEntry(id);
    const md5 = entry?.md5[size];
    if (!entry || !md5) throw unknownSet(id, size);
    requireMemory(`${entry.name} at ${size} pixels`, unpackedBytes(entry, size));

    const key = catalogueKey(id, size);
    const stored = (await listStoredFiles()).find((file) => file.key === key);
    const cached = stored ? await loadStored(stored, md5, context) : null;
    if (cached) return cached;

    const fileName = officialFileName(id, size);
    const file = await download({ url: zenodoUrl(fileName), fileName, key, md5 }, context);
    return loadNpz(file, fileName, `Zenodo record ${RECORD}`, context);
  },
};

/** The stored set, or null if its file is not the official one, which is then deleted. */
async function loadStored(
  { name, key }: StoredFile,
  md5: string,
  context: LoadContext,
): Promise<Dataset | null> {
  const file = await readStoredFile(name);
  if (file === null) return null;
  try {
    const dataset = await loadNpz(file, name, `Zenodo record ${RECORD}, stored on this device`, context);
    if (dataset.summary.key === key) return dataset;
  } catch (error) {
    // Too large, no memory, cancelled: that is not the file's fault. Only its own bytes can prove it wrong.
    if (await isIntact(file, md5, context.signal).catch(() => true)) throw error;
  }
  await deleteStoredFile(name);
  return null;
}

/** @throws LabError `cancelled`, or the browser's error where the file cannot be read to its end */
async function isIntact(file: File, expected: string, signal: AbortSignal): Promise<boolean> {
  const md5 = await createMD5();
  const reader = (file.stream() as ReadableStream<Uint8Array>).getReader();
  try {
    for (;;) {
      throwIfCancelled(signal);
      const { value } = await reader.read();
      if (value === undefined) return md5.digest() === expected;
      md5.update(value);
    }
  } finally {
    await reader.cancel();
  }
}

function unknownSet(id: string, size: number): LabError {
  return new LabError(
    'no-dataset',
    `MedMNIST has no set ${id} of ${size} pixels.`,
    'Choose one of the sets and sizes in the list; 3D sets come in 28 and 64.',
  );
}
