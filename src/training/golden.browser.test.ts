import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { createRandom } from '../lab/random.ts';
import { auc } from '../lab/statistics/auc.ts';
import { delong, pairedZ } from '../lab/statistics/delong.ts';
import { aucMarginLoss, createAucMargin } from './loss/aucm.ts';
import { createPesg } from './optimizer/pesg.ts';
import { activateTestBackend } from './testing/activate-test-backend.ts';
import { BackendRun, type BackendState } from './testing/backend-run.ts';
import { type GoldenCase, type ModelFile, unpackCase } from './testing/golden-case.ts';
import { gradientErrors, gradientsOnBranch, noiseOf, relativeError } from './testing/reference/compare.ts';
import {
  evaluationLogits,
  type LossPass,
  pesgRun,
  type ReferenceRun,
  type Sides,
  sgdRun,
  tracePesg,
  traceSgd,
} from './testing/reference/golden-reference.ts';
import { type AucMarginState, aucMargin } from './testing/reference/losses.ts';
import { ReferencePesg } from './testing/reference/pesg.ts';
import type { OtherSides, State } from './testing/reference/resnet18.ts';

/** Relative tolerance of the bar on every backend. */
const TOLERANCE = 1e-4;
/** The float64 reference gives the golden figures to this, and to a thousandth of it relative to the largest of a row. */
const REFERENCE_TOLERANCE = 1e-6;
/** Rounding of the convolutions is about as large as noise of this size, relative to the largest value (numerics.md). */
const ROUNDING_NOISE = 1e-7;
/** A figure is compared directly where that noise moves it by no more than this, which leaves room below the bar. */
const WELL_CONDITIONED = 3e-5;
/** Noise so small that it carries no unit over its kink, so that what it does grows in proportion to it. */
const SMALL_NOISE = 1e-10;
const NOISE_DRAWS = [1, 2, 3];
/** Two roundings to float32 of a value itself, which no step can avoid. */
const ROUNDING = 2 ** -23;
/** Share of the batch in the running statistics. */
const STATISTICS_MOMENTUM = 0.1;

const { directory, files, backends } = inject('golden');

async function read<Content>(file: string): Promise<Content> {
  const response = await fetch(`/@fs${directory}/${file}`);
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  return response.json() as Promise<Content>;
}

/** Largest difference relative to the largest expected value. */
function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  expectWithin(actual, expected, (_, largest) => TOLERANCE * largest, what);
}

/** As expectClose, but each figure by itself: to the bar, and a hundredth of the bar relative to the largest. */
function expectEachClose(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  expectWithin(actual, expected, (size, largest) => TOLERANCE * (size + largest / 100), what);
}

/** The reference against a golden row: to 1e-6 of each figure, and 1e-9 of the largest. */
function expectExact(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  expectWithin(actual, expected, (size, largest) => REFERENCE_TOLERANCE * (size + largest / 1000), what);
}

/** @param allowed error of a figure of this size in a row where this is the largest */
function expectWithin(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  allowed: (size: number, largest: number) => number,
  what: string,
): void {
  expect(actual.length, what).toBe(expected.length);
  const sizes = Array.from(expected, Math.abs);
  const largest = Math.max(...sizes);
  sizes.forEach((size, index) => {
    const error = Math.abs(actual[index]! - expected[index]!);
    if (!(error <= allowed(size, largest)))
      expect.fail(`${what}[${index}]: ${actual[index]} for ${expected[index]}`);
  });
}

function expectSmall(error: number, what: string): void {
  if (!(error <= TOLERANCE)) expect.fail(`${what}: off by ${error.toExponential(1)}`);
}

/** What was moved, by how much it should have moved and the rounding of the value it ended at. */
function expectMoved(
  actual: ArrayLike<number>,
  expected: Float64Array,
  moved: Float64Array,
  what: string,
): void {
  const allowed = TOLERANCE * Math.hypot(...moved) + ROUNDING * Math.hypot(...expected);
  const error = Math.hypot(...expected.map((value, place) => actual[place]! - value));
  if (!(error <= allowed)) expect.fail(`${what}: off by ${(error / Math.hypot(...moved)).toExponential(1)}`);
}

/** @returns the largest relative error */
function expectSameGradients(actual: State, expected: State, pass: LossPass, when: string): number {
  const errors = gradientErrors(actual, expected, pass.dLogits);
  for (const [name, error] of errors) expectSmall(error, `gradient of ${name}, ${when}`);
  return Math.max(...errors.values());
}

/** What was learnt while a backend was followed. */
interface Followed {
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
async function follow(
  backend: BackendRun,
  reference: ReferenceRun,
  steps: number,
  lossScale: (loss: number) => number,
  afterStep: (step: number) => void,
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
    afterStep(step);
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

function takeOver(reference: ReferenceRun, { values, statistics, alpha }: BackendState): void {
  for (const [name, value] of reference.values) value.set(values.get(name)!);
  for (const [name, value] of reference.net.statistics) value.set(statistics.get(name)!);
  reference.alpha = alpha;
}

/** Sides with those marked that the backend took otherwise: no side has this number. */
function sidesTaken(pass: LossPass, otherSides: OtherSides): Sides {
  return pass.kinks.map(({ sides }, layer) => {
    const others = otherSides.get(layer);
    return others ? Array.from(sides, (side, place) => (others.has(place) ? -1 : side)) : sides;
  });
}

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
function comparable(
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
function referenceTraces(golden: GoldenCase) {
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

const PESG_COLUMNS = ['loss', 'a', 'b', 'alpha'] as const;

// Software adapters take their time for a 3D net.
describe.each(files.filter((file) => file.startsWith('resnet18-')))('%s', { timeout: 300_000 }, (file) => {
  let golden: GoldenCase;
  let traces: ReturnType<typeof referenceTraces>;

  beforeAll(async () => {
    golden = unpackCase(await read<ModelFile>(file));
    traces = referenceTraces(golden);
  }, 120_000);

  test('the float64 reference gives every figure of the file', () => {
    const { figures } = golden;
    const { firstPass, losses, evaluationLogits } = traces.sgd;
    expectExact(firstPass.logits, figures.train_logits, 'logits');
    expectExact([losses[0]!], [figures.bce_loss], 'loss');
    expect(Object.keys(figures.gradient_norms).sort()).toEqual([...firstPass.gradients.keys()].sort());
    for (const [name, norm] of Object.entries(figures.gradient_norms))
      expectExact([Math.hypot(...firstPass.gradients.get(name)!)], [norm], `norm of the gradient of ${name}`);
    for (const [name, gradient] of golden.gradients)
      expectExact(firstPass.gradients.get(name)!, gradient, `gradient of ${name}`);
    for (const [name, statistics] of golden.statistics)
      expectExact(firstPass.statistics.get(name)!, statistics, name);
    expectExact(losses, figures.sgd.losses, 'losses');
    expectExact(evaluationLogits, figures.sgd.eval_logits, 'evaluation logits');
    for (const name of PESG_COLUMNS) {
      expectExact(
        traces.pesg.rows.map((row) => row[name]),
        figures.pesg.trace.map((row) => row[name]),
        `PESG ${name}`,
      );
    }
  });

  describe.each(backends)('on %s', (backend) => {
    let tensors = 0;

    beforeAll(async () => {
      await activateTestBackend(backend);
      tensors = tf.memory().numTensors;
    });

    afterAll(() => expect(tf.memory().numTensors, 'tensors left').toBe(tensors));

    test('the first pass', async () => {
      const run = BackendRun.sgd(golden);
      onTestFinished(() => run.dispose());
      const reference = sgdRun(golden);
      const pass = reference.pass();
      const { loss, logits, gradients } = await run.step();
      const { statistics } = await run.read();
      const { figures } = golden;
      expectClose([loss], [figures.bce_loss], 'loss');
      expectClose(logits, figures.train_logits, 'logits');
      for (const [name, expected] of golden.statistics) expectClose(statistics.get(name)!, expected, name);
      const branch = gradientsOnBranch(gradients, pass, TOLERANCE, () =>
        reference.noisyKinks(noiseOf(ROUNDING_NOISE, createRandom(0).uniform)),
      );
      expectSameGradients(gradients, branch.gradients, pass, 'first pass');
      // The file tells the gradients on one side of each kink: they are the ones to expect unless one was crossed.
      if (branch.otherSides.size > 0) return;
      for (const [name, norm] of Object.entries(figures.gradient_norms)) {
        if (name === 'fc.bias') continue;
        expectClose([Math.hypot(...gradients.get(name)!)], [norm], `norm of the gradient of ${name}`);
      }
      for (const [name, expected] of golden.gradients)
        expectClose(gradients.get(name)!, expected, `gradient of ${name}`);
    });

    test('the SGD steps, then evaluation', async ({ annotate }) => {
      const { losses, eval_logits } = golden.figures.sgd;
      const run = BackendRun.sgd(golden);
      onTestFinished(() => run.dispose());
      const reference = sgdRun(golden);
      const { rows, sides, gradientError } = await follow(
        run,
        reference,
        losses.length - 1,
        (loss) => loss,
        () => {},
      );
      // The golden run ends with one more training pass, which moves the running statistics alone.
      const last = await run.trainingLoss();
      const pass = reference.pass();
      expectSmall(Math.abs(last / pass.loss - 1), 'loss after the last step');
      takeOver(reference, await run.read());
      const logits = await run.evaluationLogits();
      expectClose(logits, evaluationLogits(golden, reference.net), 'evaluation logits from the same state');

      const { sgd, deviations } = traces;
      const allSides = [...sides, sidesTaken(pass, new Map())];
      const { direct, note } = comparable(
        [...deviations.losses, ...deviations.evaluation],
        allSides,
        sgd.sides,
      );
      [...rows.map(([loss]) => loss), last].forEach((loss, step) => {
        if (direct[step])
          expectSmall(Math.abs(loss / losses[step]! - 1), `loss ${step + 1} of the golden run`);
      });
      if (direct[losses.length]) expectClose(logits, eval_logits, 'evaluation logits of the golden run');
      await annotate(`gradients of each step within ${gradientError.toExponential(0)}; ${note}`);
    });

    test('the PESG steps on the AUC margin loss', async ({ annotate }) => {
      const { trace, update_regularizer } = golden.figures.pesg;
      const largest = Math.max(...trace.map(({ loss }) => Math.abs(loss)));
      const run = BackendRun.pesg(golden);
      onTestFinished(() => run.dispose());
      const reference = pesgRun(golden);
      const { rows, sides, gradientError } = await follow(
        run,
        reference,
        trace.length,
        () => largest,
        (step) => {
          if (step !== update_regularizer.after_step) return;
          run.optimizer.decay(update_regularizer.factor);
          reference.updateRegularizer(update_regularizer.factor);
        },
      );

      const { direct, note } = comparable(traces.deviations.pesg, sides, traces.pesg.sides);
      for (const [column, name] of PESG_COLUMNS.entries()) {
        const scale = Math.max(...trace.map((row) => Math.abs(row[name])));
        rows.forEach((row, step) => {
          if (!direct[step]) return;
          const error = Math.abs(row[column]! - trace[step]![name]) / scale;
          expectSmall(error, `${name} after step ${step + 1} of the golden run`);
        });
      }
      await annotate(`gradients of each step within ${gradientError.toExponential(0)}; ${note}`);
    });
  });
});

async function valuesOf(tensor: tf.Tensor): Promise<Float32Array> {
  const values = (await tensor.data()) as Float32Array;
  tensor.dispose();
  return values;
}

/** One entry of aucm.json. */
interface AucMarginCase extends AucMarginState {
  readonly version: 'v1' | 'v2';
  readonly scores: number[];
  readonly labels: readonly number[];
  readonly margin: number;
  readonly loss: number;
  readonly d_scores: readonly number[];
  readonly d_a: number;
  readonly d_b: number;
  readonly d_alpha: number;
}

/** Weights and the two variables of the loss. */
interface PesgPoint {
  readonly w: number[];
  readonly a: number;
  readonly b: number;
}

interface PesgFile {
  readonly start: PesgPoint;
  readonly reference: PesgPoint;
  readonly lr: number;
  readonly margin: number;
  readonly momentum: number;
  readonly weight_decay: number;
  readonly epoch_decay: number;
  readonly clip: number;
  readonly update_regularizer: { readonly after_step: number; readonly factor: number };
  readonly trace: readonly (PesgPoint & { readonly gradients: PesgPoint; readonly alpha: number })[];
}

const stateOf = ({ w, a, b }: PesgPoint): State =>
  new Map([
    ['w', Float64Array.from(w)],
    ['a', Float64Array.of(a)],
    ['b', Float64Array.of(b)],
  ]);

describe('the float64 reference gives every figure of', () => {
  test('aucm.json', async () => {
    for (const golden of await read<readonly AucMarginCase[]>('aucm.json')) {
      const { value, dScores, dA, dB, dAlpha } = aucMargin(
        Float64Array.from(golden.scores),
        golden.labels,
        golden,
        golden,
      );
      expectExact([value], [golden.loss], `${golden.version} loss`);
      expectExact(dScores, golden.d_scores, `${golden.version} d scores`);
      expectExact(
        [dA, dB, dAlpha],
        [golden.d_a, golden.d_b, golden.d_alpha],
        `${golden.version} d a, b, alpha`,
      );
    }
  });

  test('pesg.json', async () => {
    const golden = await read<PesgFile>('pesg.json');
    const settings = {
      learningRate: golden.lr,
      margin: golden.margin,
      momentum: golden.momentum,
      weightDecay: golden.weight_decay,
      epochDecay: golden.epoch_decay,
      clip: golden.clip,
    };
    const optimizer = new ReferencePesg(stateOf(golden.start), settings, stateOf(golden.reference));
    for (const [index, expected] of golden.trace.entries()) {
      optimizer.step(stateOf(expected.gradients));
      optimizer.accumulate();
      const { after_step, factor } = golden.update_regularizer;
      if (index + 1 === after_step) optimizer.updateRegularizer(factor);
      for (const [name, values] of stateOf(expected))
        expectExact(optimizer.values.get(name)!, values, `${name} after step ${index + 1}`);
      expectExact([optimizer.alpha], [expected.alpha], `alpha after step ${index + 1}`);
    }
  });
});

describe.each(backends)('losses and optimizers on %s', (backend) => {
  beforeAll(() => activateTestBackend(backend));

  test('aucm.json: the AUC margin loss and its gradients', async () => {
    for (const golden of await read<readonly AucMarginCase[]>('aucm.json')) {
      const { version, margin } = golden;
      const targets = Float32Array.from(golden.labels);
      const inputs = [
        tf.tensor2d(golden.scores, [golden.scores.length, 1]),
        tf.tensor1d([golden.a]),
        tf.tensor1d([golden.b]),
        tf.tensor1d([golden.alpha]),
      ];
      const { value, grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) => {
        const [scores, a, b, alpha] = tensors as [tf.Tensor2D, tf.Tensor, tf.Tensor, tf.Tensor];
        return aucMarginLoss(scores, targets, { a, b, alpha }, { margin, version });
      })(inputs);
      expectEachClose(await valuesOf(value), [golden.loss], `${version} loss`);
      const [dScores, dA, dB, dAlpha] = grads as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      expectEachClose(await valuesOf(dScores), golden.d_scores, `${version} d scores`);
      expectEachClose(await valuesOf(dA), [golden.d_a], `${version} d a`);
      expectEachClose(await valuesOf(dB), [golden.d_b], `${version} d b`);
      expectEachClose(await valuesOf(dAlpha), [golden.d_alpha], `${version} d alpha`);
      tf.dispose(inputs);
    }
  });

  test('pesg.json: the optimizer on given gradients', async () => {
    const golden = await read<PesgFile>('pesg.json');
    const loss = createAucMargin(
      { task: 'binary', outputs: 1, classWeights: null },
      { margin: golden.margin, version: 'v1' },
    );
    const [a, b] = loss.trainable as [tf.Variable, tf.Variable];
    const weights = tf.tidy(() => tf.variable(tf.tensor1d(golden.start.w)));
    a.assign(tf.tensor1d([golden.start.a]));
    b.assign(tf.tensor1d([golden.start.b]));
    // The reference point of this case is given: draw it in the order in which the optimizer asks for it.
    const draws = [...golden.reference.w, golden.reference.a, golden.reference.b].map(
      (value) => value / 0.01,
    );
    const random = { ...createRandom(0), normal: () => draws.shift()! };
    const optimizer = createPesg(
      { parameters: [weights, a, b], random },
      {
        learningRate: golden.lr,
        mode: 'sgd',
        momentum: golden.momentum,
        clip: golden.clip,
        weightDecay: golden.weight_decay,
        epochDecay: golden.epoch_decay,
        reference: 'random',
      },
    );
    for (const [index, expected] of golden.trace.entries()) {
      const gradients = [
        tf.tensor1d(expected.gradients.w),
        tf.tensor1d([expected.gradients.a]),
        tf.tensor1d([expected.gradients.b]),
      ];
      optimizer.step(gradients);
      loss.afterStep(optimizer.learningRate);
      tf.dispose(gradients);
      if (index + 1 === golden.update_regularizer.after_step)
        optimizer.decay(golden.update_regularizer.factor);
      expectEachClose(await weights.data(), expected.w, `w after step ${index + 1}`);
      expectEachClose(await a.data(), [expected.a], `a after step ${index + 1}`);
      expectEachClose(await b.data(), [expected.b], `b after step ${index + 1}`);
      expectEachClose(await loss.ascending[0]!.data(), [expected.alpha], `alpha after step ${index + 1}`);
    }
    optimizer.dispose();
    loss.dispose();
    weights.dispose();
  });
});

test('auc.json: AUC, DeLong covariance and z', async () => {
  const cases =
    await read<
      readonly { labels: number[]; scores: number[][]; auc: number[]; covariance: number[][]; z: number }[]
    >('auc.json');
  for (const golden of cases) {
    const result = delong(golden.labels, golden.scores);
    expectExact(result.aucs, golden.auc, 'AUC by DeLong');
    expectExact(
      golden.scores.map((scores) => auc(golden.labels, scores)!),
      golden.auc,
      'AUC by ranks',
    );
    expectExact(result.covariance.flat(), golden.covariance.flat(), 'covariance');
    expectExact([pairedZ(result)], [golden.z], 'z');
  }
});
