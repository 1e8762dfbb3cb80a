import type { LossPass } from './golden-reference.ts';
import type { Kinks } from './layers.ts';
import type { OtherSides, Perturbation, State } from './resnet18.ts';

/** Norm of the difference, relative to the norm of what is expected or to a larger `scale`. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>, scale = 0): number {
  let [difference, size] = [0, 0];
  for (let place = 0; place < expected.length; place++) {
    difference += (actual[place]! - expected[place]!) ** 2;
    size += expected[place]! ** 2;
  }
  return difference === 0 ? 0 : Math.sqrt(difference) / Math.max(Math.sqrt(size), scale);
}

/**
 * Relative error of each gradient. That of the last bias is the bare sum of the logits' gradients, which may cancel
 * down to nothing: it is held against a tenth of the sum of their sizes where that is larger.
 */
export function gradientErrors(actual: State, expected: State, dLogits: Float64Array): Map<string, number> {
  const floor = dLogits.reduce((sum, slope) => sum + Math.abs(slope), 0) / 10;
  return new Map(
    [...expected].map(([name, gradient]) => {
      const values = actual.get(name);
      if (values?.length !== gradient.length) throw new Error(`There is no gradient of ${name}.`);
      return [name, relativeError(values, gradient, name === 'fc.bias' ? floor : 0)];
    }),
  );
}

/** How near to a kink a place must lie to be thought on either side, in deviations of its layer under noise. */
const NEAR = 5;
/** Most places tried on their other side: a right backend takes very few of them. */
const MOST_TRIED = 32;

/**
 * The gradients on the branch that a backend took. Where a unit lies nearer to the kink of its ReLU than rounding can
 * tell (or two places of a pool are as good as equal), both one-sided gradients are right, and they differ by far more
 * than rounding. So where `actual` is not within `tolerance` of the gradients on the reference's own branch, the
 * places nearest to their kinks are tried on their other sides, one after the other, and kept there if that explains
 * the difference.
 *
 * @param noisyKinks the kinks of the same pass under noise as large as rounding
 * @returns the gradients to compare with, and the places taken on their other sides
 */
export function gradientsOnBranch(
  actual: State,
  pass: LossPass,
  tolerance: number,
  noisyKinks: () => readonly Kinks[],
): { readonly gradients: State; readonly otherSides: OtherSides } {
  let best = { gradients: pass.gradients(), otherSides: new Map() as OtherSides };
  let errors = gradientErrors(actual, best.gradients, pass.dLogits);
  if (worst(errors) <= tolerance) return best;
  for (const { layer, place } of nearestKinks(pass.kinks, noisyKinks())) {
    const otherSides = new Map(best.otherSides).set(
      layer,
      new Set([...(best.otherSides.get(layer) ?? []), place]),
    );
    const gradients = pass.gradients(otherSides);
    const tried = gradientErrors(actual, gradients, pass.dLogits);
    if (sumOfSquares(tried) >= sumOfSquares(errors)) continue;
    best = { gradients, otherSides };
    errors = tried;
    if (worst(errors) <= tolerance) break;
  }
  return best;
}

function nearestKinks(clean: readonly Kinks[], noisy: readonly Kinks[]) {
  const near: { layer: number; place: number; distance: number }[] = [];
  clean.forEach(({ margins }, layer) => {
    const moved = margins
      .map((margin, place) => noisy[layer]!.margins[place]! - margin)
      .filter(Number.isFinite);
    const deviation = Math.sqrt(moved.reduce((sum, value) => sum + value ** 2, 0) / moved.length);
    margins.forEach((margin, place) => {
      const distance = Math.abs(margin) / deviation;
      if (distance < NEAR) near.push({ layer, place, distance });
    });
  });
  return near.sort((left, right) => left.distance - right.distance).slice(0, MOST_TRIED);
}

function worst(errors: ReadonlyMap<string, number>): number {
  return Math.max(...errors.values());
}

function sumOfSquares(errors: ReadonlyMap<string, number>): number {
  return [...errors.values()].reduce((sum, error) => sum + error ** 2, 0);
}

/** Noise as large as `relative` times the largest value, uniform: what rounding does to a convolution's result. */
export function noiseOf(relative: number, uniform: () => number): Perturbation {
  return (values) => {
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    // The deviation of a uniform number in ±√3 is 1.
    const reach = relative * largest * Math.sqrt(3);
    for (let place = 0; place < values.length; place++) values[place]! += reach * (2 * uniform() - 1);
  };
}
