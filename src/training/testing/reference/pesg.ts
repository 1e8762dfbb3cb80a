import type { State } from './resnet18.ts';

export interface PesgSettings {
  readonly learningRate: number;
  readonly margin: number;
  readonly momentum: number;
  readonly weightDecay: number;
  readonly epochDecay: number;
  readonly clip: number;
}

/** LibAUC's bound. */
const LARGEST_ALPHA = 999;

/** PESG (LibAUC 2.0.1, mode sgd; numerics.md) over the weights and `a`, `b`. */
export class ReferencePesg {
  /** The weights by name, and `a` and `b` as arrays of one. */
  readonly values: State;
  alpha = 0;
  private readonly settings: PesgSettings;
  private learningRate: number;
  private readonly buffers: State = new Map();
  private references: State;
  private accumulators: State;
  private steps = 0;

  /** @param values moved in place; @param references the reference point, zero by default */
  constructor(values: State, settings: PesgSettings, references: State = zerosLike(values)) {
    this.values = values;
    this.settings = settings;
    this.learningRate = settings.learningRate;
    this.references = references;
    this.accumulators = zerosLike(values);
  }

  step(gradients: State): void {
    const { momentum, weightDecay, epochDecay, margin, clip } = this.settings;
    for (const [name, gradient] of gradients) {
      const [value, reference] = [this.values.get(name)!, this.references.get(name)!];
      const g = gradient.map(
        (slope, place) =>
          Math.min(clip, Math.max(-clip, slope)) +
          epochDecay * (value[place]! - reference[place]!) +
          weightDecay * value[place]!,
      );
      const before = this.buffers.get(name);
      const buffer = before && momentum > 0 ? g.map((x, i) => (1 - momentum) * before[i]! + momentum * x) : g;
      this.buffers.set(name, buffer);
      buffer.forEach((slope, place) => {
        value[place]! -= this.learningRate * slope;
      });
    }
    this.steps += 1;
    const [a, b] = [this.values.get('a')![0]!, this.values.get('b')![0]!];
    const ascent = this.alpha + this.learningRate * (2 * (margin + b - a) - 2 * this.alpha);
    this.alpha = Math.min(LARGEST_ALPHA, Math.max(0, ascent));
  }

  /**
   * Counts the values after a step into the mean that the next reference point will be. Apart from `step`, so that
   * the values may first be replaced by those of a backend.
   */
  accumulate(): void {
    for (const [name, sum] of this.accumulators) {
      const value = this.values.get(name)!;
      for (let place = 0; place < sum.length; place++) sum[place]! += value[place]!;
    }
  }

  updateRegularizer(factor: number): void {
    this.learningRate /= factor;
    this.references = new Map(
      [...this.accumulators].map(([name, sum]) => [name, sum.map((value) => value / this.steps)]),
    );
    this.accumulators = zerosLike(this.values);
    this.steps = 0;
  }
}

function zerosLike(values: State): State {
  return new Map([...values].map(([name, value]) => [name, new Float64Array(value.length)]));
}
