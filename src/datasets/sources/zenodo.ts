import { findCatalogueEntry, officialFileName, unpackedBytes } from '../../lab/catalogue/catalogue.ts';
import type { Dataset, StoredFile } from '../../lab/dataset.ts';
import { LabError } from '../../lab/lab-error.ts';
import { catalogueKey } from '../../lab/recipe/dataset-reference.ts';
import { deleteStoredFile, listStoredFiles, readStoredFile } from '../cache/stored-files.ts';
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
    const cached = stored ? await loadStored(stored, context) : null;
    if (cached) return cached;

    const fileName = officialFileName(id, size);
    const file = await download({ url: zenodoUrl(fileName), fileName, key, md5 }, context);
    return loadNpz(file, fileName, `Zenodo record ${RECORD}`, context);
  },
};

/** The stored set, or null if its file was damaged, which is then deleted. */
async function loadStored({ name, key }: StoredFile, context: LoadContext): Promise<Dataset | null> {
  const file = await readStoredFile(name);
  if (file === null) return null;
  try {
    const dataset = await loadNpz(file, name, `Zenodo record ${RECORD}, stored on this device`, context);
    if (dataset.summary.key === key) return dataset;
  } catch (error) {
    if (!(error instanceof LabError) || error.code === 'cancelled') throw error;
  }
  await deleteStoredFile(name);
  return null;
}

function unknownSet(id: string, size: number): LabError {
  return new LabError(
    'no-dataset',
    `MedMNIST has no set ${id} of ${size} pixels.`,
    'Choose one of the sets and sizes in the list; 3D sets come in 28 and 64.',
  );
}
