import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { editionToFile } from '../src/lab/edition/edition-file.ts';
import { tinyDataset } from '../src/training/testing/tiny-dataset.ts';
import { editionOf, readEditionArgument } from './edition-argument.ts';
import { UsageError } from './usage-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-edition-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('--edition', () => {
  const { summary } = tinyDataset({ train: [0, 1, 0, 1], val: [0, 1], test: [0, 1] });
  const edition = {
    name: 'clean',
    fingerprint: summary.fingerprint,
    train: { leftOut: [2], relabelled: [{ image: 0, label: [1] }] },
  };
  const path = join(folder, 'clean.json');

  it('takes what the page exports, for the set that it is of', () => {
    writeFileSync(path, editionToFile(edition, summary.name));
    expect(editionOf(readEditionArgument(path), summary)).toEqual({ edition });
    expect(() => editionOf(readEditionArgument(path), { ...summary, fingerprint: 'other' })).toThrow(
      UsageError,
    );
  });

  it('leaves the recipe as it is where no file is named, and says what it cannot read', () => {
    expect(editionOf(readEditionArgument(undefined), summary)).toEqual({});
    expect(() => readEditionArgument(join(folder, 'none.json'))).toThrow(UsageError);
    expect(() => editionOf('no JSON', summary)).toThrow(/no JSON/);
  });
});
