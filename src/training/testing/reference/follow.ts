import { createRandom } from '../../../lab/random.ts';
import type { BackendRun, BackendState, BackendStep } from '../backend-run.ts';
import { gradientErrors, gradientsOnBranch, noiseOf } from './compare.ts';
import { expectClose, expectMoved, expectSmall, TOLERANCE } from './expect-close.ts';
import type { LossPass, ReferenceRun, Sides } from './golden-reference.ts';
import type { OtherSides, State } from './resnet18.ts';

/** Rounding of the convolutions is about as large as noise of this size, relative to the largest value (numerics.md). */
export const ROUNDING_NOISE = 1e-7;

/** Share of the batch in the running statistics. */
const STATISTICS_MOMENTUM = 0.1;

/** @returns the largest relative error */
function expectSameGradients(actual: State, expected: State, pass: LossPass, when: string): number {
  const errors = gradientErrors(actual, expected, pass.dLogits);
  for (const [name, error] of errors) expectSmall(error, `gradient of ${name}, ${when}`);
  return Math.max(...errors.values());
}

/** One step of a backend, held against the reference. */
export interface FollowedStep {
  readonly step: number;
  readonly made: BackendStep;
  readonly after: BackendState;
  /** The units that went on the other side of a kink than the reference. */
  readonly otherSides: OtherSides;
}

/** What was learnt while a backend was followed. */
export interface Followed {
  /** Loss, a, b and α of each step. */
  readonly rows: readonly (readonly [loss: number, a: number, b: number, alpha: number])[];
  /** On which sides of the kinks the backend went, step by step. */
  readonly sides: readonly Sides[];
  /** Largest relative error of a gradient in any step. */
  readonly gradientError: number;
}

/**
 * Follows a backend step by step (teacher forcing): before each step the reference takes over the backend's weights,
 * statistics and a, b, α; both make the step; then loss, logits, gradients and all that moved must agree. So each step
 * is held to the bar by itself, however chaotic their sequence. (The momentum buffers are not exchanged: the
 * reference's own come from gradients that were found equal.)
 *
 * @param lossScale loss relative to which errors are taken
 */
export async function follow(
  backend: BackendRun,
  reference: ReferenceRun,
  steps: number,
  lossScale: (loss: number) => number,
  afterStep: (followed: FollowedStep) => void,
): Promise<Followed> {
  const rows: [number, number, number, number][] = [];
  const sides: Sides[] = [];
  let gradientError = 0;
  let before = await backend.read();
  for (let step = 1; step <= steps; step++) {
    takeOver(reference, before);
    const pass = reference.pass();
    const made = await backend.step();
    const after = await backend.read();
    const when = `step ${step}`;
    expectSmall(Math.abs(made.loss - pass.loss) / lossScale(pass.loss), `loss, ${when}`);
    expectClose(made.logits, pass.logits, `logits, ${when}`);
    const { gradients, otherSides } = gradientsOnBranch(made.gradients, pass, TOLERANCE, () =>
      reference.noisyKinks(noiseOf(ROUNDING_NOISE, createRandom(0).uniform)),
    );
    gradientError = Math.max(gradientError, expectSameGradients(made.gradients, gradients, pass, when));
    reference.step(gradients);
    for (const [name, value] of reference.values) {
      const moved = value.map((to, place) => to - before.values.get(name)![place]!);
      expectMoved(after.values.get(name)!, value, moved, `${name} after ${when}`);
    }
    const alpha = Float64Array.of(reference.alpha);
    const climbed = Float64Array.of(reference.alpha - before.alpha);
    expectMoved([after.alpha], alpha, climbed, `alpha after ${when}`);
    expectSameStatistics(before, after, reference, when);
    rows.push([made.loss, after.values.get('a')?.[0] ?? 0, after.values.get('b')?.[0] ?? 0, after.alpha]);
    sides.push(sidesTaken(pass, otherSides));
    takeOver(reference, after);
    reference.endStep();
    afterStep({ step, made, after, otherSides });
    before = after;
  }
  return { rows, sides, gradientError };
}

/** The part of the batch in the running statistics must agree. */
function expectSameStatistics(
  before: BackendState,
  after: BackendState,
  { net }: ReferenceRun,
  when: string,
): void {
  for (const [name, expected] of net.statistics) {
    const old = before.statistics.get(name)!;
    const moved = expected.map((value, place) => value - (1 - STATISTICS_MOMENTUM) * old[place]!);
    expectMoved(after.statistics.get(name)!, expected, moved, `${name} after ${when}`);
  }
}

export function takeOver(reference: ReferenceRun, { values, statistics, alpha }: BackendState): void {
  for (const [name, value] of reference.values) value.set(values.get(name)!);
  for (const [name, value] of reference.net.statistics) value.set(statistics.get(name)!);
  reference.alpha = alpha;
}

/** Sides with those marked that the backend took otherwise: no side has this number. */
export function sidesTaken(pass: LossPass, otherSides: OtherSides): Sides {
  return pass.kinks.map(({ sides }, layer) => {
    const others = otherSides.get(layer);
    return others ? Array.from(sides, (side, place) => (others.has(place) ? -1 : side)) : sides;
  });
}
