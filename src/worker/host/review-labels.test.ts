import { expect, it } from 'vitest';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { applyProtocol } from '../../training/protocol/apply-protocol.ts';
import { syntheticDataset } from '../../training/testing/synthetic-dataset.ts';
import { reviewLabels } from './review-labels.ts';

const dataset = syntheticDataset({ counts: { train: 60, val: 12, test: 12 } });
const { train } = dataset.splits;

/** Scores that know the official label of every image, of train and val. */
function scores() {
  const labels = [...train.labels, ...dataset.splits.val.labels];
  return {
    ...{ activation: 'sigmoid' as const, outputs: 1 },
    logits: Float32Array.from(labels, (label) => (label === 1 ? 3 : -3)),
    union: Uint32Array.from(labels, (_, place) => place),
  };
}

it('good scores find the labels that were changed at random: those that the folds train on', () => {
  const recipe = parseRecipe({ seed: 3, protocol: { folds: 3, fold: 1, labelNoise: 0.1 } });
  const { doubts, images, quality, given, truth } = reviewLabels(dataset, recipe, scores(), 'noise rate');
  expect(images).toBe(60);
  expect(quality).toEqual({ wrong: 6, listed: 6, found: 6, precision: 1, recall: 1 });
  for (const { image, given: label, suggested } of doubts) {
    expect(label).toBe(1 - train.labels[image]!);
    expect(suggested).toBe(train.labels[image]);
    expect(given[image]).toEqual([label]);
    expect(truth?.[image]).toEqual([suggested]);
  }
  // Mended by what is suggested, no label is wrong in any fold.
  const relabelled = doubts
    .map(({ image, suggested }) => ({ image, label: [suggested] }))
    .toSorted((a, b) => a.image - b.image);
  const { fingerprint } = dataset.summary;
  const edition = { name: 'mended', fingerprint, train: { leftOut: [], relabelled } };
  const mended = { ...recipe, edition };
  expect(reviewLabels(dataset, mended, scores(), 'noise rate').quality).toMatchObject({
    wrong: 0,
    listed: 0,
  });
  const whole = applyProtocol(dataset, parseRecipe({ ...mended, protocol: { labelNoise: 0.1 } }));
  expect(whole.dataset.splits.train.labels).toEqual(train.labels);
});

it('images that an edition leaves out are not asked about, and without injected noise nobody knows the truth', () => {
  const { fingerprint } = dataset.summary;
  const edition = { name: 'e', fingerprint, train: { leftOut: [0, 5], relabelled: [] } };
  const recipe = parseRecipe({ protocol: { folds: 3 }, edition });
  expect(reviewLabels(dataset, recipe, scores(), 'both')).toMatchObject({
    images: 58,
    quality: null,
    truth: null,
    doubts: [],
  });
});
