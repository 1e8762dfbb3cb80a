import { describe, expect, it } from 'vitest';
import { analyseStudy } from '../../lab/study/analyse.ts';
import { type Cell, expandStudy } from '../../lab/study/expand.ts';
import { parseStudy } from '../../lab/study/study.ts';
import { type Quality, syntheticRuns } from '../../lab/study/testing/synthetic-runs.ts';
import { dotRows } from './dot-rows.ts';

const STUDY = parseStudy({ name: 'x', factors: [{ field: 'epochs', values: [1, 2, 3] }], seeds: [1, 2, 3] });

function rowsWith(quality: (cell: Cell) => Quality) {
  const expansion = expandStudy(STUDY);
  const [block] = analyseStudy(STUDY, expansion, syntheticRuns(expansion, quality));
  return dotRows(block!, ({ cell }) => cell.name);
}

const levels =
  (...separations: readonly number[]) =>
  (cell: Cell) => ({
    separation: separations[Number(Object.values(cell.levels)[0]!.match(/\d+/)![0]) - 1]!,
    seedSpread: 0.05,
  });

describe('rows of dots', () => {
  it('put all that may be luck into one band, without a colour', () => {
    const rows = rowsWith(levels(2, 2.01, 0.5));
    expect(rows.map(({ inBand }) => inBand)).toEqual([true, true, false]);
    expect(rows.map(({ tone }) => tone)).toEqual(['luck', 'luck', 'behind']);
    for (const { dots } of rows) expect(dots).toHaveLength(3);
  });

  it('have a colour for a winner, and no band', () => {
    const rows = rowsWith(levels(3, 1, 0.5));
    expect(rows.map(({ tone }) => tone)).toEqual(['ahead', 'behind', 'behind']);
    expect(rows.some(({ inBand }) => inBand)).toBe(false);
  });

  it('are there before any run is finished', () => {
    const expansion = expandStudy(STUDY);
    const [block] = analyseStudy(STUDY, expansion, new Map());
    const rows = dotRows(block!, ({ cell }) => cell.name);
    expect(rows.map(({ dots, mean, standing }) => [dots.length, mean, standing])).toEqual(
      Array(3).fill([0, null, 'no run yet']),
    );
  });
});
