import { describe, expect, it } from 'vitest';
import { diffRecipes } from '../../lab/recipe/name.ts';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { DEFAULT_RECIPE } from '../../lab/recipe/recipe.ts';
import { pathTitle, pathValue } from './describe-path.ts';

describe('paths of a recipe for a person', () => {
  it('are named by the schema', () => {
    expect(
      [
        'augment.noise.sigma',
        'augment.shapeTransform',
        'optimizer.name',
        'optimizer.beta1',
        'loss.margin',
        'width',
        'schedule.decayAt',
      ].map(pathTitle),
    ).toEqual([
      'Gaussian noise: σ',
      'Shape transform',
      'Optimizer',
      'Optimizer: β₁',
      'Loss: margin',
      'Width',
      'Decay at',
    ]);
  });

  it('have a title of their own for every field that can differ', () => {
    const other = parseRecipe({
      augment: {
        flip: {},
        rotation: {},
        shift: {},
        elastic: {},
        invert: {},
        intensity: {},
        shapeTransform: {},
        noise: {},
      },
      balance: { name: 'dual' },
      loss: { name: 'bce' },
      optimizer: { name: 'adam' },
      schedule: { decayAt: [], decayFactor: 2, warmUpEpochs: 1, warmUpLearningRate: 0.01 },
      patience: 3,
      seed: 2,
      stem: 'small',
      volume: 'slices',
      normalise: 'train',
      protocol: { trainFraction: 0.5, labelNoise: 0.1 },
      pitfalls: { leakySplit: true, frozenDual: true },
    });
    const paths = diffRecipes(DEFAULT_RECIPE, other).map(({ path }) => path);
    expect(paths.length).toBeGreaterThan(20);
    for (const path of paths) expect(pathTitle(path)).not.toContain('.');
    for (const path of paths) expect(pathTitle(path)).not.toBe(path);
  });

  it('show choices by their label, and what is not there as off or not applicable', () => {
    expect(pathValue('optimizer.name', 'adam')).toBe('Adam');
    expect(pathValue('augment.noise.sigma', undefined)).toBe('off');
    expect(pathValue('loss.margin', undefined)).toBe('–');
    expect(pathValue('schedule.decayAt', [])).toBe('never');
    expect(pathValue('patience', null)).toBe('never');
    expect(pathValue('width', 8)).toBe('8');
  });
});
