import { createRandom } from '../../../lab/random.ts';
import type { GoldenCase } from '../golden-case.ts';
import { noiseOf, relativeError } from './compare.ts';
import { ROUNDING_NOISE } from './follow.ts';
import { type Sides, tracePesg, traceSgd } from './golden-reference.ts';

/** A figure is compared directly where that noise moves it by no more than this, which leaves room below the bar. */
const WELL_CONDITIONED = 3e-5;
/** Noise so small that it carries no unit over its kink, so that what it does grows in proportion to it. */
const SMALL_NOISE = 1e-10;
const NOISE_DRAWS = [1, 2, 3];

/** Which figures of the golden run a backend's own run may be compared with directly, and why no others. */
interface Comparable {
  /** For each figure. */
  readonly direct: readonly boolean[];
  /** For a person. */
  readonly note: string;
}

/**
 * A direct comparison means something for figures that rounding hardly moves, and that were computed with every unit
 * on the same side as in the golden run. Where one has crossed, the two are on different branches of the loss and part
 * for good.
 *
 * @param deviations of each figure under noise like rounding
 * @param sides of each pass; a figure depends on all passes before its own
 */
export function comparable(
  deviations: readonly number[],
  sides: readonly Sides[],
  expected: readonly Sides[],
): Comparable {
  const crossed = expected.findIndex((pass, step) => !samePlaces(pass, sides[step]!));
  const direct = deviations.map(
    (deviation, figure) => deviation <= WELL_CONDITIONED && (crossed === -1 || figure <= crossed),
  );
  const moves = deviations.map((deviation) => deviation.toExponential(0)).join(', ');
  const crossing = crossed === -1 ? 'no unit crossed a kink' : `a unit crossed a kink in pass ${crossed + 1}`;
  const count = direct.filter(Boolean).length;
  const note = `golden figures compared directly: ${count} of ${direct.length}; noise of ${ROUNDING_NOISE} moves the reference by ${moves}; ${crossing}`;
  return { direct, note };
}

function samePlaces(left: Sides, right: Sides): boolean {
  return left.every((layer, index) => {
    const other = right[index]!;
    for (let place = 0; place < layer.length; place++) if (layer[place] !== other[place]) return false;
    return true;
  });
}

/** By how much noise like rounding moves each figure on its branch: the largest over the draws of small noise, scaled. */
function deviationsOf<Row>(
  clean: readonly Row[],
  noisy: readonly (readonly Row[])[],
  error: (noisy: Row, clean: Row) => number,
): number[] {
  const scale = ROUNDING_NOISE / SMALL_NOISE;
  return clean.map((row, step) => scale * Math.max(...noisy.map((rows) => error(rows[step]!, row))));
}

/** What the float64 reference makes of a golden file, without noise and with. */
export function referenceTraces(golden: GoldenCase) {
  const noises = () => NOISE_DRAWS.map((draw) => noiseOf(SMALL_NOISE, createRandom(draw).uniform));
  const sgd = traceSgd(golden);
  const pesg = tracePesg(golden);
  const noisySgd = noises().map((noise) => traceSgd(golden, noise));
  const noisyPesg = noises().map((noise) => tracePesg(golden, noise));
  const columns = PESG_COLUMNS.map((name) => {
    const largest = Math.max(...pesg.rows.map((row) => Math.abs(row[name])));
    return deviationsOf(
      pesg.rows,
      noisyPesg.map(({ rows }) => rows),
      (noisy, clean) => Math.abs(noisy[name] - clean[name]) / largest,
    );
  });
  return {
    sgd,
    pesg,
    deviations: {
      losses: deviationsOf(
        sgd.losses,
        noisySgd.map(({ losses }) => losses),
        (noisy, clean) => Math.abs(noisy / clean - 1),
      ),
      evaluation: deviationsOf(
        [sgd.evaluationLogits],
        noisySgd.map((noisy) => [noisy.evaluationLogits]),
        relativeError,
      ),
      pesg: pesg.rows.map((_, step) => Math.max(...columns.map((column) => column[step]!))),
    },
  };
}

export const PESG_COLUMNS = ['loss', 'a', 'b', 'alpha'] as const;
