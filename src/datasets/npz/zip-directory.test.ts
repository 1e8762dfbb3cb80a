import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { zip64Of } from '../testing/zip64.ts';
import { readZipDirectory } from './zip-directory.ts';

const COUNT = 65_540;
const paths = Array.from({ length: COUNT }, (_, index) => `${index}.png`);
const nothing = new Uint8Array();

describe('a zip of more than 65,535 files', () => {
  it.each([
    ['with zip64', () => zip64Of(paths.map((path) => [path, nothing] as const))],
    // As the Finder of macOS writes it, too: of the count the last 16 bits are left, here 4.
    [
      'without zip64',
      () => new Uint8Array(zipSync(Object.fromEntries(paths.map((path) => [path, nothing])), { level: 0 })),
    ],
  ])('%s is read to its last file', async (_, pack) => {
    const entries = await readZipDirectory(new Blob([pack()]), 'images.zip', 2 ** 27);
    expect(entries).toHaveLength(COUNT);
    expect(entries.at(-1)!.name).toBe(`${COUNT - 1}.png`);
  });
});
