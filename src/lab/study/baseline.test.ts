import { describe, expect, it } from 'vitest';
import { DEFAULT_RECIPE } from '../recipe/recipe.ts';
import { baselineCell, fittingBaseline } from './baseline.ts';
import { expandStudy, factorsOf } from './expand.ts';
import { findPreset } from './presets.ts';

const study = findPreset('seed-study')!.create(DEFAULT_RECIPE.dataset);
const { cells, factors } = expandStudy(study);
const block = (name: string) => cells.filter((cell) => cell.block.startsWith(name));
const CHOSEN = { set: 'Vessel, unbalanced', augmentation: 'all three' };

describe('the baseline', () => {
  it('is the chosen cell on its own set, and what comes nearest on the others', () => {
    expect(baselineCell(CHOSEN, block('vessel')).name).toBe('Vessel, unbalanced · all three');
    expect(baselineCell(CHOSEN, block('nodule')).name).toBe('Nodule, upsampled · all three');
  });

  it('is the first cell where nothing is chosen, and the first of several that fit', () => {
    expect(baselineCell({}, cells)).toBe(cells[0]);
    expect(baselineCell({ augmentation: 'none' }, block('vessel')).name).toBe(
      'Vessel, augmented copies · none',
    );
  });

  it('stays when factors change, as far as its levels are still there', () => {
    expect(fittingBaseline(CHOSEN, factors)).toEqual(CHOSEN);
    const fewer = study.factors.slice(1);
    expect(fittingBaseline(CHOSEN, factorsOf({ factors: fewer }))).toEqual({ augmentation: 'all three' });
    const more = [...study.factors, { field: 'batch', values: [32, 64] }];
    expect(fittingBaseline(CHOSEN, factorsOf({ factors: more }))).toEqual(CHOSEN);
    const cut = factorsOf({ factors: [{ field: 'batch', name: 'set', values: [32] }] });
    expect(fittingBaseline(CHOSEN, cut)).toEqual({});
  });
});
