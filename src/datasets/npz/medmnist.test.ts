import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCatalogueEntry } from '../../lab/catalogue/catalogue.ts';
import { loadNpz } from './load-npz.ts';

const directory = process.env.MEDMNIST_DIR;

/** The real files, where MEDMNIST_DIR names a folder that holds them. */
describe.runIf(directory)('the official files', () => {
  it.each([
    [
      'pneumoniamnist',
      {
        classCounts: { train: [1214, 3494], val: [135, 389], test: [234, 390] },
        notes: ['27 groups of exact duplicates (56 images), 8 across training and validation.'],
      },
    ],
    [
      'retinamnist',
      {
        task: 'multi-class',
        channels: 3,
        classCounts: {
          train: [486, 128, 206, 194, 66],
          val: [54, 12, 28, 20, 6],
          test: [174, 46, 92, 68, 20],
        },
        notes: [],
      },
    ],
    [
      'vesselmnist3d',
      {
        dims: 3,
        classCounts: { train: [1185, 150], val: [169, 22], test: [339, 43] },
        notes: ['Every voxel is 0 or 255: there are no greys.'],
      },
    ],
  ])('%s is recognised by its MD5 and read whole', async (id, expected) => {
    const file = new Blob([readFileSync(join(directory!, `${id}.npz`))]);
    const { summary } = await loadNpz(file, 'renamed.npz', 'file renamed.npz', {
      signal: new AbortController().signal,
      onProgress: () => {},
    });
    const entry = findCatalogueEntry(id)!;
    expect(summary).toMatchObject({
      key: `${id}@28`,
      catalogueId: id,
      name: entry.name,
      counts: entry.samples,
      origin: 'file renamed.npz, MD5 verified',
      ...expected,
    });
  });
});
