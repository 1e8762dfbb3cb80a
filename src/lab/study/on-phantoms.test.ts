import { describe, expect, it } from 'vitest';
import { DEFAULT_RECIPE } from '../recipe/recipe.ts';
import { expandStudy } from './expand.ts';
import { canRunOnPhantoms, onPhantoms } from './on-phantoms.ts';
import { findPreset } from './presets.ts';
import { parseStudy } from './study.ts';

const seedStudy = findPreset('seed-study')!.create(DEFAULT_RECIPE.dataset);
const onSet = (id: string, size = 28) =>
  parseStudy({
    name: 'x',
    base: { dataset: { kind: 'catalogue', id, size } },
    factors: [{ subsets: ['flip'] }],
  });

describe('a study on phantoms', () => {
  it('is the same study on sets of the same shape, and its levels say so', () => {
    const before = expandStudy(seedStudy);
    const study = onPhantoms(seedStudy, 90);
    const after = expandStudy(study);
    expect(study.name).toBe('The seed study (phantom)');
    expect(study.baseline).toEqual(seedStudy.baseline);
    expect(after.cells).toHaveLength(before.cells.length);
    for (const [index, { recipe, levels }] of after.cells.entries()) {
      const cell = before.cells[index]!;
      const { dataset, ...rest } = recipe;
      const { dataset: _official, ...others } = cell.recipe;
      expect(rest).toEqual(others);
      expect(dataset).toMatchObject({ kind: 'phantom', images: 90 });
      expect(levels.set).toBe(`${cell.levels.set} (phantom)`);
    }
    expect([
      ...new Set(after.cells.map(({ recipe: { dataset } }) => 'shape' in dataset && dataset.shape)),
    ]).toEqual(['pneumonia', 'nodule', 'vessel']);
  });

  it('replaces the set of the base and of a field too, and a baseline that names it', () => {
    const dataset = { kind: 'catalogue', id: 'vesselmnist3d' } as const;
    expect(onPhantoms(onSet('vesselmnist3d')).base.dataset).toMatchObject({ shape: 'vessel', images: 1200 });
    const byField = parseStudy({ name: 'x', factors: [{ field: 'dataset', values: [dataset] }] });
    expect(expandStudy(onPhantoms(byField)).cells[0]!.recipe.dataset).toMatchObject({ shape: 'vessel' });
    const named = parseStudy({
      name: 'x',
      factors: [{ name: 'set', levels: [{ label: 'Vessel', set: { dataset } }] }],
      baseline: { set: 'Vessel' },
    });
    expect(onPhantoms(named).baseline).toEqual({ set: 'Vessel (phantom)' });
  });

  it('is offered only where every set has its phantom', () => {
    expect(canRunOnPhantoms(seedStudy)).toBe(true);
    expect(canRunOnPhantoms(onSet('bloodmnist'))).toBe(false);
    expect(canRunOnPhantoms(onSet('pneumoniamnist', 64))).toBe(false);
    expect(canRunOnPhantoms(parseStudy({ name: 'x' }))).toBe(false);
    expect(() => onPhantoms(onSet('bloodmnist'))).toThrow(/no phantom in the shape of BloodMNIST/);
    expect(() => onPhantoms(seedStudy, 10)).toThrow(/60 to 20000 images, not 10/);
    expect(() => onPhantoms(seedStudy, Number.NaN)).toThrow(/not NaN/);
  });
});
