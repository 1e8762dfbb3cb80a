import { expect, test } from 'vitest';
import { rankedTiles, TILES, tileColumns, tileRows, tileThreads } from './tiles.ts';

const best = (rows: number, columns: number, software: boolean, rowGroups = 1) =>
  rankedTiles({ rows, rowGroups, columns, splits: 1, vectors: true }, software)[0]!.tile;

test('wide layers get large tiles, and no thread has two rows to look up', () => {
  expect(tileColumns(best(65_536, 64, false))).toBe(64);
  expect(tileColumns(best(65_536, 64, true))).toBe(64);
  for (const tile of TILES) expect(tileRows(tile)).toBeLessThanOrEqual(tileThreads(tile));
});

test('narrow layers get a small tile on the processor alone: elsewhere subgroups are whole', () => {
  expect(tileThreads(best(4, 4, true, 27))).toBe(16);
  expect(tileThreads(best(2916, 4, true))).toBe(16);
  for (const rows of [4, 64, 4096])
    for (const columns of [4, 16, 64])
      for (const rowGroups of [1, 27])
        expect(tileThreads(best(rows, columns, false, rowGroups))).toBeGreaterThanOrEqual(64);
});

test('who computes on the processor gets short code, a graphics card slices that are read ahead', () => {
  for (const rows of [64, 65_536]) {
    expect(best(rows, 64, true).schedule).toBe('looped');
    expect(best(rows, 64, false).schedule).toBe('pipelined');
  }
});
