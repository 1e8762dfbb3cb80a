import { describe, expect, it } from 'vitest';
import { syntheticDataset } from '../../training/testing/synthetic-dataset.ts';
import { pixelLevels } from './pixel-levels.ts';

describe('the grey levels of a training part', () => {
  it('are counted by channel, once for each set', async () => {
    const dataset = syntheticDataset({ channels: 3, size: 4 });
    const first = await pixelLevels(dataset);
    expect(first.levels.map((counts) => counts.reduce((sum, count) => sum + count, 0))).toEqual(
      new Array(3).fill(48 * 16),
    );
    const { images } = dataset.splits.train;
    const reds = [...images].filter((_, place) => place % 3 === 0);
    expect(first.mean[0]).toBeCloseTo(reds.reduce((sum, red) => sum + red, 0) / reds.length / 255);
    expect(await pixelLevels(dataset)).toBe(first);
  });
});
