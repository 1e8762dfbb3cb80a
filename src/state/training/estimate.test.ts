import { describe, expect, it } from 'vitest';
import { DEFAULT_RECIPE, type Recipe } from '../../lab/recipe/recipe.ts';
import { exampleRow } from '../../storage/testing/example-row.ts';
import { estimateSeconds } from './estimate.ts';

const row = exampleRow({
  recipe: { ...DEFAULT_RECIPE, batch: 100, epochs: 4 },
  stepsPerEpoch: 10,
  summary: { epochs: 4, seconds: 40, imagesPerSecond: 100 },
});
const estimate = (recipe: Partial<Recipe>, backend = row.backend) =>
  estimateSeconds([row], { ...row.recipe, ...recipe }, row.dataset, backend, 2000);

describe('estimateSeconds', () => {
  it('carries the measured time per image over to more images and epochs', () => {
    // 40 s for 4 epochs of 1000 images are 10 ms an image.
    const around = estimate({ epochs: 3 })! - 0.01 * 2000 * 3;
    expect(around).toBeGreaterThan(0);
    expect(around).toBeLessThan(1);
    expect(estimate({ epochs: 9 })! - 0.01 * 2000 * 9).toBeCloseTo(around);
  });

  it('says nothing where nothing of that cost was measured', () => {
    expect(estimate({ width: 64 })).toBeNull();
    expect(estimate({ stem: 'small' })).toBeNull();
    expect(estimate({}, 'webgl')).toBeNull();
    expect(estimateSeconds([], row.recipe, row.dataset, 'cpu', 2000)).toBeNull();
  });

  it('does not mind what costs nothing', () => {
    expect(estimate({ normalise: 'half', seed: 5 })).not.toBeNull();
  });
});
