import { describe, expect, it } from 'vitest';
import { expandStudy } from './expand.ts';
import { refuseIdleCells } from './idle-cells.ts';
import { parseStudy, type Study } from './study.ts';
import { withoutRefused } from './without-refused.ts';

const check = (study: Study) => refuseIdleCells(expandStudy(study).cells);
const balancing = {
  field: 'balance',
  values: [{ name: 'none' }, { name: 'dual' }, { name: 'weighted-loss' }],
};
const margin = { loss: { name: 'aucm' }, optimizer: { name: 'pesg' } };
const studyOf = (factors: readonly object[], base: object = margin) =>
  parseStudy({ name: 'x', base, factors, seeds: [1, 2] });

describe('what a recipe refuses of a study', () => {
  it('is left out, and named', () => {
    const study = studyOf([balancing, { field: 'epochs', values: [2, 3] }]);
    expect(() => check(study)).toThrow(/weighted/);
    const mended = withoutRefused(study, check)!;
    expect(mended.labels).toEqual(['weighted']);
    expect(() => check(mended.study)).not.toThrow();
    expect(expandStudy(mended.study).cells).toHaveLength(4);
  });

  it('is nothing where all fits, or where a comparison would not be left', () => {
    expect(
      withoutRefused(
        studyOf([balancing], { loss: { name: 'cross-entropy' }, optimizer: { name: 'adam' } }),
        check,
      ),
    ).toBeNull();
    const two = studyOf([{ field: 'balance', values: [{ name: 'none' }, { name: 'weighted-loss' }] }]);
    expect(withoutRefused(two, check)).toBeNull();
  });
});
