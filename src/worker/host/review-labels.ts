import type { Pruning } from '../../lab/confident-learning/confident-learning.ts';
import {
  type DoubtedImage,
  doubtedImages,
  listQuality,
} from '../../lab/confident-learning/doubted-images.ts';
import type { Dataset } from '../../lab/dataset.ts';
import { labelsOf } from '../../lab/label-values.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { givenTraining } from '../../training/protocol/apply-protocol.ts';
import type { FoldScores, LabelReview } from '../protocol.ts';

/** Doubts the labels of the training images that have a score, as the recipe gave them. */
export function reviewLabels(
  dataset: Dataset,
  recipe: Pick<Recipe, 'edition' | 'protocol' | 'seed'>,
  { logits, activation, outputs, union }: FoldScores,
  pruning: Pruning,
): LabelReview {
  const { summary, splits } = dataset;
  const rowOf = new Map(Array.from(union, (place, row) => [place, row]));
  const items = givenTraining(dataset, recipe).flatMap(({ index, label }) => {
    const row = rowOf.get(index);
    return row === undefined ? [] : [{ index, label, row }];
  });
  const scores = { logits: new Float64Array(items.length * outputs), activation, outputs };
  items.forEach(({ row }, place) => {
    scores.logits.set(logits.subarray(row * outputs, (row + 1) * outputs), place * outputs);
  });
  const given = labelsOf(items.flatMap(({ label }) => [...label]));
  const images = items.map(({ index }) => index);
  const doubts = doubtedImages(scores, images, given, summary.task, pruning);
  const doubted = new Set(doubts.map(({ image }) => image));
  const rows = Object.fromEntries(
    items.flatMap(({ index, label }) => (doubted.has(index) ? [[index, [...label]]] : [])),
  );
  const answer = { doubts, images: items.length, given: rows };
  if (recipe.protocol.labelNoise === 0) return { ...answer, quality: null, truth: null };
  const width = splits.train.labels.length / splits.train.count;
  const truth = (image: number, label: number | null) => splits.train.labels[image * width + (label ?? 0)]!;
  const isWrong = ({ image, label, given: row }: DoubtedImage) => row !== truth(image, label);
  let wrong = 0;
  for (const { index, label } of items) {
    label.forEach((value, place) => {
      if (value !== truth(index, place)) wrong += 1;
    });
  }
  const truths = Object.fromEntries(
    [...doubted].map((image) => [image, Array.from({ length: width }, (_, label) => truth(image, label))]),
  );
  return { ...answer, quality: listQuality(doubts, isWrong, wrong), truth: truths };
}
