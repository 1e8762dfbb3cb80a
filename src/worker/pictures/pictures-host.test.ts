import { expect, it } from 'vitest';
import type { Dataset } from '../../lab/dataset.ts';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { BatchPixelBuilder } from '../../training/batch/batch-pixels.ts';
import { syntheticDataset } from '../../training/testing/synthetic-dataset.ts';
import { trainingImages } from '../host/training-images.ts';
import { PicturesHost } from './pictures-host.ts';
import { tilesOf } from './tiles.ts';

const IMAGE = 3;
const DRAWS = [0, 1, 2];
const RECIPE = parseRecipe({
  seed: 5,
  augment: { flip: { probability: 0.5 }, noise: {}, mixup: { alpha: 1 } },
  loss: { name: 'bce' },
  volume: '3d',
});

/** What training makes of the image, by the builder that training uses on the whole set. */
function trained(dataset: Dataset): Uint8ClampedArray {
  const builder = new BatchPixelBuilder(dataset, RECIPE);
  const batch = { indices: Int32Array.of(IMAGE), copies: new Uint8Array(1), start: 0 };
  return tilesOf(dataset, [
    builder.evaluation('train', IMAGE, IMAGE + 1, 'as it is'),
    ...DRAWS.map((draw) => builder.training(batch, draw)),
  ]).pixels;
}

it.each([2, 3] as const)(
  'asks for the images it needs, and draws the very pixels of training, in %sD',
  async (dims) => {
    const dataset = syntheticDataset({ dims, size: 6 });
    const { key } = dataset.summary;
    const host = new PicturesHost();
    const ask = () => host.augmentedImages(key, IMAGE, RECIPE, DRAWS, null);
    const asked: (readonly number[])[] = [];
    for (;;) {
      const drawn = await ask();
      if ('answer' in drawn) {
        expect([...drawn.answer.pixels]).toEqual([...trained(dataset)]);
        break;
      }
      asked.push(drawn.missing);
      await host.give(await trainingImages(dataset, drawn.missing));
    }
    // The image, then what is mixed in; from then on nothing is asked of the worker that trains.
    expect(asked[0]).toEqual([IMAGE]);
    expect(asked).toHaveLength(2);
    const stronger = { ...RECIPE, augment: { ...RECIPE.augment, noise: { sigma: 0.3 } } };
    expect(await host.augmentedImages(key, IMAGE, parseRecipe(stronger), DRAWS, null)).toHaveProperty(
      'answer',
    );
    expect(await host.augmentationSample(key, IMAGE, 'flip', null)).toHaveProperty('answer');
  },
);

it('draws on for the set before, which pushes out nothing of the one that is loaded; older ones go', async () => {
  const host = new PicturesHost();
  const give = async (key: string) => {
    const set = syntheticDataset({ size: 6 });
    await host.give(await trainingImages({ ...set, summary: { ...set.summary, key } }, [IMAGE]));
  };
  const ask = (key: string) => host.augmentationSample(key, IMAGE, 'flip', null);
  await give('first');
  await give('second');
  expect(await ask('first')).toHaveProperty('answer');
  expect(await ask('second')).toHaveProperty('answer');
  await give('third');
  await give('fourth');
  expect(await ask('first')).toEqual({ missing: [IMAGE] });
  expect(await ask('second')).toHaveProperty('answer');
  expect(await ask('fourth')).toHaveProperty('answer');
});

it('answers what follows a slider before the many draws that were asked for first', async () => {
  const dataset = syntheticDataset({ dims: 3, size: 6 });
  const { key } = dataset.summary;
  const recipe = parseRecipe({ augment: { noise: {} } });
  const host = new PicturesHost();
  await host.give(await trainingImages(dataset, [IMAGE]));
  const order: string[] = [];
  const nine = host.augmentedImages(key, IMAGE, recipe, [0, 1, 2, 3, 4, 5, 6, 7, 8], null);
  const one = host.augmentedImages(key, IMAGE, recipe, [0], 3);
  await Promise.all([nine.then(() => order.push('nine')), one.then(() => order.push('one'))]);
  expect(order).toEqual(['one', 'nine']);
});
