import * as tf from '@tensorflow/tfjs-core';
import { createRandom } from '../../lab/random.ts';
import { createAucMargin } from '../loss/aucm.ts';
import { createBce } from '../loss/bce.ts';
import type { Loss } from '../loss/loss.ts';
import { ResNet18 } from '../model/resnet18.ts';
import type { Optimizer, OptimizerContext } from '../optimizer/optimizer.ts';
import { createPesg } from '../optimizer/pesg.ts';
import { createSgd } from '../optimizer/sgd.ts';
import { trainableOf, trainingStep } from '../training-step.ts';
import type { GoldenCase } from './golden-case.ts';
import type { State } from './reference/resnet18.ts';

/** What a step moves, read off the backend. */
export interface BackendState {
  /** The weights by PyTorch name, and `a`, `b` where the loss has them. */
  readonly values: State;
  readonly statistics: State;
  readonly alpha: number;
}

export interface BackendStep {
  readonly loss: number;
  readonly logits: Float32Array;
  readonly gradients: State;
}

const CONTEXT = { task: 'binary', outputs: 1, classWeights: null } as const;

/** The project's own model, loss and optimizer on the current backend, stepping on the images of a golden case. */
export class BackendRun {
  readonly optimizer: Optimizer;
  private readonly golden: GoldenCase;
  private readonly model: ResNet18;
  private readonly loss: Loss;
  private readonly images: tf.Tensor;
  /** Gradients of the step just made, in the order of the optimizer's parameters. */
  private gradients: tf.Tensor[] = [];

  private constructor(golden: GoldenCase, loss: Loss, create: (context: OptimizerContext) => Optimizer) {
    this.golden = golden;
    this.loss = loss;
    this.images = tf.tensor(golden.images.values, golden.images.shape);
    this.model = new ResNet18(golden.shape, 0);
    tf.tidy(() => {
      for (const [name, variable] of this.model.parameters) {
        const start = golden.parameters.get(name);
        if (!start) throw new Error(`The golden file has no ${name}.`);
        variable.assign(tf.tensor(start.values, start.shape));
      }
    });
    this.optimizer = create({ parameters: trainableOf(this.model, loss), random: createRandom(0) });
  }

  static sgd(golden: GoldenCase): BackendRun {
    const settings = { learningRate: golden.figures.sgd.lr, momentum: 0, weightDecay: 0 };
    return new BackendRun(golden, createBce(CONTEXT), (context) => createSgd(context, settings));
  }

  static pesg(golden: GoldenCase): BackendRun {
    const { lr, margin, momentum, weight_decay, epoch_decay, version } = golden.figures.pesg;
    const settings = {
      learningRate: lr,
      mode: 'sgd',
      momentum,
      clip: 1,
      weightDecay: weight_decay,
      epochDecay: epoch_decay,
      reference: 'zeros',
    } as const;
    return new BackendRun(golden, createAucMargin(CONTEXT, { margin, version }), (context) =>
      createPesg(context, settings),
    );
  }

  async step(): Promise<BackendStep> {
    const recording: Optimizer = {
      ...this.optimizer,
      step: (gradients) => {
        this.gradients = gradients.map((gradient) => tf.keep(gradient.clone()));
        this.optimizer.step(gradients);
      },
    };
    const { loss, logits } = trainingStep(this.model, this.loss, recording, this.images, this.golden.labels);
    const names = this.valueNames();
    const gradients = await valuesOf(this.gradients.map((gradient, index) => [names[index]!, gradient]));
    tf.dispose(this.gradients);
    this.gradients = [];
    return { loss: (await taken(loss))[0]!, logits: await taken(logits), gradients };
  }

  /** Loss of one more training pass, which moves the running statistics alone. */
  async trainingLoss(): Promise<number> {
    const loss = tf.tidy(() => this.loss.compute(this.model.forward(this.images, true), this.golden.labels));
    return (await taken(loss))[0]!;
  }

  evaluationLogits(): Promise<Float32Array> {
    return taken(tf.tidy(() => this.model.forward(this.images, false)));
  }

  async read(): Promise<BackendState> {
    const variables = trainableOf(this.model, this.loss);
    const [values, statistics] = await Promise.all([
      valuesOf(this.valueNames().map((name, index) => [name, variables[index]!])),
      valuesOf([...this.model.statistics]),
    ]);
    const [alpha] = this.loss.ascending;
    return { values, statistics, alpha: alpha ? (await alpha.data())[0]! : 0 };
  }

  dispose(): void {
    this.images.dispose();
    this.optimizer.dispose();
    this.loss.dispose();
    this.model.dispose();
  }

  /** In the order of trainableOf. */
  private valueNames(): string[] {
    return [...this.model.parameters.keys(), ...['a', 'b'].slice(0, this.loss.trainable.length)];
  }
}

/** Reads all at once: one wait for the device instead of a hundred. */
async function valuesOf(tensors: readonly (readonly [string, tf.Tensor])[]): Promise<State> {
  const entries = tensors.map(
    async ([name, tensor]) => [name, Float64Array.from(await tensor.data())] as const,
  );
  return new Map(await Promise.all(entries));
}

async function taken(tensor: tf.Tensor): Promise<Float32Array> {
  const values = (await tensor.data()) as Float32Array;
  tensor.dispose();
  return values;
}
