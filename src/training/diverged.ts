import { LabError } from '../lab/lab-error.ts';

/**
 * A model whose outputs are no numbers any more learns nothing further, and is ranked by nothing.
 *
 * @param what for instance "The loss became NaN at step 7 (epoch 2)"
 */
export function diverged(what: string): LabError {
  return new LabError(
    'diverged',
    `${what}, so training was stopped.`,
    'The curve up to here is kept. Try a smaller learning rate, normalisation, or a larger batch.',
  );
}

/**
 * Makes sure of a step's results: an infinite logit can hide behind a finite loss, as a sigmoid makes 1 of it.
 *
 * @param place for instance "step 7 (epoch 2)"
 * @throws LabError `diverged`
 */
export function requireFiniteStep(loss: number, logits: Float32Array, place: string): void {
  if (!Number.isFinite(loss)) throw diverged(`The loss became ${loss} at ${place}`);
  const stray = logits.find((logit) => !Number.isFinite(logit));
  if (stray !== undefined) throw diverged(`A score became ${stray} at ${place}`);
}

/**
 * Makes sure of an evaluation, before anything is ranked by it.
 *
 * @param part for instance "val part of PneumoniaMNIST"
 * @throws LabError `diverged`
 */
export function requireFiniteScores(logits: Float32Array, outputs: number, part: string): void {
  const images = new Set<number>();
  logits.forEach((logit, place) => {
    if (!Number.isFinite(logit)) images.add(Math.floor(place / outputs));
  });
  if (images.size === 0) return;
  const count = logits.length / outputs;
  throw diverged(`The model gave no finite score for ${images.size} of the ${count} images of the ${part}`);
}
