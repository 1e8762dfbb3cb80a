import { describe, expect, it } from 'vitest';
import { analyseStudy } from './analyse.ts';
import { betResult } from './bet-result.ts';
import { type Cell, expandStudy } from './expand.ts';
import { parseStudy } from './study.ts';
import { type Quality, syntheticRuns } from './testing/synthetic-runs.ts';

const STUDY = parseStudy({ name: 'x', factors: [{ field: 'epochs', values: [1, 2, 3] }], seeds: [1, 2, 3] });
const expansion = expandStudy(STUDY);
const epochsOf = (cell: Cell) => Number(Object.values(cell.levels)[0]!.match(/\d+/)![0]);

function result(separations: readonly number[], bet: number): string {
  const quality = (cell: Cell): Quality => ({
    separation: 1,
    testSeparation: separations[epochsOf(cell) - 1]!,
    seedSpread: 0.02,
  });
  const [block] = analyseStudy(STUDY, expansion, syntheticRuns(expansion, quality), 'test');
  return betResult(block!, expansion.cells.find((cell) => epochsOf(cell) === bet)!.key);
}

describe('what became of a bet', () => {
  it('says that it was right, and whether that may be luck', () => {
    expect(result([3, 1, 0.5], 1)).toMatch(/^You bet on “1 epoch” \(.*\)\. It is the highest on test\.$/);
    expect(result([1.4, 1.39, 0.2], 1)).toMatch(/but that may be luck\.$/);
  });

  it('says where it came, and what was higher', () => {
    expect(result([3, 1, 0.3], 2)).toMatch(/It is 2nd of 3 on test; the highest is “1 epoch” \(.*\)\.$/);
    expect(result([3, 1, 0.3], 3)).toContain('It is 3rd of 3');
  });

  it('waits for test scores', () => {
    const [block] = analyseStudy(STUDY, expansion, new Map(), 'test');
    expect(betResult(block!, expansion.cells[0]!.key)).toBe('Your bet has no test score yet.');
  });
});
