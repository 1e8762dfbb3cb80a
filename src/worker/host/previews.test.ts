import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../lab/dataset.ts';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { syntheticDataset } from '../../training/testing/synthetic-dataset.ts';
import { balancePreview } from './previews.ts';

/** A set whose pixels must not be read: they may not have arrived. */
function unread(dataset: Dataset): Dataset {
  const hidden = { ...dataset.splits };
  for (const split of ['train', 'val', 'test'] as const) {
    const { count, labels } = dataset.splits[split];
    hidden[split] = {
      count,
      labels,
      get images(): Uint8Array {
        throw new Error('The pixels were read.');
      },
    };
  }
  return { ...dataset, splits: hidden };
}

describe('the preview of an epoch', () => {
  // 16 positives and 32 negatives to train on.
  const dataset = syntheticDataset();

  it('counts the classes before and after, by the labels alone', () => {
    const preview = (recipe: object) => balancePreview(unread(dataset), parseRecipe(recipe));
    expect(preview({})).toEqual({ before: [32, 16], after: [32, 16] });
    expect(preview({ balance: { name: 'upsample' } })).toEqual({ before: [32, 16], after: [32, 32] });
    expect(preview({ protocol: { trainFraction: 0.5 } }).after).toEqual([16, 8]);
    const weighted = preview({ balance: { name: 'weighted-loss' }, loss: { name: 'bce' } });
    expect(weighted.after.map((count) => Math.round(count))).toEqual([24, 24]);
  });

  it('is worked out anew only where something changed that an epoch depends on', () => {
    const share = { protocol: { trainFraction: 0.5 } };
    const first = balancePreview(dataset, parseRecipe(share));
    expect(balancePreview(dataset, parseRecipe({ ...share, width: 64, optimizer: { name: 'adam' } }))).toBe(
      first,
    );
    const other = balancePreview(dataset, parseRecipe({ protocol: { trainFraction: 0.25 } }));
    expect(other.after).toEqual([8, 4]);
    expect(balancePreview(syntheticDataset({ every: 2 }), parseRecipe(share)).before).toEqual([24, 24]);
  });
});
