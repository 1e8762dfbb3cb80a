import type { GoldenCase, PesgFigures } from '../golden-case.ts';
import type { Kinks } from './layers.ts';
import { aucMargin, bce, sigmoid } from './losses.ts';
import { ReferencePesg } from './pesg.ts';
import { type OtherSides, type Pass, type Perturbation, ReferenceResNet18, type State } from './resnet18.ts';

/** A training pass with its loss; the loss's own variables a and b are among the gradients. */
export interface LossPass {
  readonly loss: number;
  readonly logits: Float64Array;
  readonly dLogits: Float64Array;
  readonly kinks: Pass['kinks'];
  gradients(otherSides?: OtherSides): State;
}

/** One way of training: the step it makes, and what it moves beside weights and statistics. */
export interface ReferenceRun {
  readonly net: ReferenceResNet18;
  /** All that the steps move: the weights, and a, b where the loss has them; shared with `net`. */
  readonly values: State;
  alpha: number;
  /** A training pass over the case's images, which moves the running statistics. */
  pass(): LossPass;
  step(gradients: State): void;
  /** To be called when the values after a step are final. */
  endStep(): void;
  /** The kinks of a pass from the present weights under noise; moves nothing. */
  noisyKinks(perturb: Perturbation): readonly Kinks[];
}

const WITHOUT_NOISE: Perturbation = () => {};

function startOf(golden: GoldenCase, perturb: Perturbation): ReferenceResNet18 {
  const parameters: State = new Map();
  const statistics: State = new Map();
  for (const [name, { values }] of golden.parameters) {
    parameters.set(name, Float64Array.from(values));
    const norm = /^(.*(?:bn\d|downsample\.1))\.weight$/.exec(name)?.[1];
    if (!norm) continue;
    statistics.set(`${norm}.running_mean`, new Float64Array(values.length));
    statistics.set(`${norm}.running_var`, new Float64Array(values.length).fill(1));
  }
  return new ReferenceResNet18(golden.shape, parameters, statistics, perturb);
}

function kinksUnder(noise: Perturbation, golden: GoldenCase, net: ReferenceResNet18): readonly Kinks[] {
  const copy = new ReferenceResNet18(golden.shape, net.parameters, copyOf(net.statistics), noise);
  return copy.forward(Float64Array.from(golden.images.values), golden.labels.length, true).kinks;
}

/** The plain SGD steps of a golden file. */
export function sgdRun(golden: GoldenCase, perturb = WITHOUT_NOISE): ReferenceRun {
  const net = startOf(golden, perturb);
  const images = Float64Array.from(golden.images.values);
  return {
    net,
    values: net.parameters,
    alpha: 0,
    pass() {
      const { logits, kinks, backward } = net.forward(images, golden.labels.length, true);
      const { value, dLogits } = bce(logits, golden.labels);
      return {
        loss: value,
        logits,
        dLogits,
        kinks,
        gradients: (otherSides) => backward(dLogits, otherSides),
      };
    },
    step(gradients) {
      for (const [name, gradient] of gradients) {
        const values = net.parameters.get(name)!;
        gradient.forEach((slope, place) => {
          values[place]! -= golden.figures.sgd.lr * slope;
        });
      }
    },
    endStep() {},
    noisyKinks: (noise) => kinksUnder(noise, golden, net),
  };
}

export interface PesgRun extends ReferenceRun {
  updateRegularizer(factor: number): void;
}

/** The PESG steps of a golden file. */
export function pesgRun(golden: GoldenCase, perturb = WITHOUT_NOISE): PesgRun {
  const net = startOf(golden, perturb);
  const images = Float64Array.from(golden.images.values);
  const { pesg } = golden.figures;
  const values: State = new Map([...net.parameters, ['a', new Float64Array(1)], ['b', new Float64Array(1)]]);
  const optimizer = new ReferencePesg(values, {
    learningRate: pesg.lr,
    margin: pesg.margin,
    momentum: pesg.momentum,
    weightDecay: pesg.weight_decay,
    epochDecay: pesg.epoch_decay,
    clip: 1,
  });
  return {
    net,
    values,
    get alpha() {
      return optimizer.alpha;
    },
    set alpha(value) {
      optimizer.alpha = value;
    },
    pass() {
      const { logits, kinks, backward } = net.forward(images, golden.labels.length, true);
      const at = { a: values.get('a')![0]!, b: values.get('b')![0]!, alpha: optimizer.alpha };
      const scores = logits.map(sigmoid);
      const { value, dScores, dA, dB } = aucMargin(scores, golden.labels, at, pesg);
      const dLogits = dScores.map((slope, image) => slope * scores[image]! * (1 - scores[image]!));
      return {
        loss: value,
        logits,
        dLogits,
        kinks,
        gradients: (otherSides) =>
          backward(dLogits, otherSides).set('a', Float64Array.of(dA)).set('b', Float64Array.of(dB)),
      };
    },
    step: (gradients) => optimizer.step(gradients),
    endStep: () => optimizer.accumulate(),
    noisyKinks: (noise) => kinksUnder(noise, golden, net),
    updateRegularizer: (factor) => optimizer.updateRegularizer(factor),
  };
}

/** On which side of each kink a pass went, by layer. */
export type Sides = readonly ArrayLike<number>[];

/** The figures that the SGD part of a golden file should hold. */
export interface SgdTrace {
  readonly firstPass: {
    readonly logits: Float64Array;
    readonly gradients: State;
    readonly statistics: State;
  };
  readonly losses: readonly number[];
  readonly evaluationLogits: Float64Array;
  readonly sides: readonly Sides[];
}

export function traceSgd(golden: GoldenCase, perturb = WITHOUT_NOISE): SgdTrace {
  const run = sgdRun(golden, perturb);
  const losses: number[] = [];
  const sides: Sides[] = [];
  let firstPass: SgdTrace['firstPass'] | undefined;
  for (let step = 0; step < golden.figures.sgd.losses.length; step++) {
    const pass = run.pass();
    losses.push(pass.loss);
    sides.push(pass.kinks.map((layer) => layer.sides));
    // After the last step there is one more training pass, which moves the running statistics.
    if (step === golden.figures.sgd.losses.length - 1) break;
    const gradients = pass.gradients();
    firstPass ??= { logits: pass.logits, gradients, statistics: copyOf(run.net.statistics) };
    run.step(gradients);
  }
  return { firstPass: firstPass!, losses, evaluationLogits: evaluationLogits(golden, run.net), sides };
}

export function evaluationLogits(golden: GoldenCase, net: ReferenceResNet18): Float64Array {
  return net.forward(Float64Array.from(golden.images.values), golden.labels.length, false).logits;
}

/** The figures that the PESG part of a golden file should hold. */
export interface PesgTrace {
  readonly rows: readonly PesgFigures[];
  readonly sides: readonly Sides[];
}

export function tracePesg(golden: GoldenCase, perturb = WITHOUT_NOISE): PesgTrace {
  const run = pesgRun(golden, perturb);
  const { trace, update_regularizer } = golden.figures.pesg;
  const rows: PesgFigures[] = [];
  const sides: Sides[] = [];
  for (let step = 1; step <= trace.length; step++) {
    const pass = run.pass();
    run.step(pass.gradients());
    run.endStep();
    sides.push(pass.kinks.map((layer) => layer.sides));
    const [a, b] = [run.values.get('a')![0]!, run.values.get('b')![0]!];
    rows.push({ loss: pass.loss, a, b, alpha: run.alpha });
    if (step === update_regularizer.after_step) run.updateRegularizer(update_regularizer.factor);
  }
  return { rows, sides };
}

function copyOf(state: State): State {
  return new Map([...state].map(([name, values]) => [name, values.slice()]));
}
