import type { Task } from '../lab/dataset.ts';
import type { Activation } from '../lab/run-record.ts';
import { scorePredictions } from '../lab/statistics/scores.ts';

/** Images over which the AUC is taken while an epoch runs: enough to be steady, few enough to sort often. */
const RECENT_IMAGES = 4096;

/** Losses and predictions of one epoch's batches, as they were trained on. */
export class EpochTally {
  private readonly task: Task;
  private readonly outputs: number;
  private readonly activation: Activation;
  private readonly logits: Float32Array[] = [];
  private readonly labels: Uint8Array[] = [];
  private lossSum = 0;
  private images = 0;

  constructor(task: Task, outputs: number, activation: Activation) {
    this.task = task;
    this.outputs = outputs;
    this.activation = activation;
  }

  add(loss: number, logits: Float32Array, labels: Uint8Array): void {
    const count = logits.length / this.outputs;
    this.logits.push(logits);
    this.labels.push(labels);
    this.lossSum += loss * count;
    this.images += count;
  }

  /** Mean loss over the images so far; 0 before the first. */
  get meanLoss(): number {
    return this.images === 0 ? 0 : this.lossSum / this.images;
  }

  /** AUC over all images so far; null where undefined. */
  get auc(): number | null {
    return this.aucOf(this.logits, this.labels);
  }

  /** AUC over about the last {@link RECENT_IMAGES} images; null where undefined. */
  get recentAuc(): number | null {
    let first = this.logits.length;
    for (let images = 0; first > 0 && images < RECENT_IMAGES; )
      images += this.logits[--first]!.length / this.outputs;
    return this.aucOf(this.logits.slice(first), this.labels.slice(first));
  }

  private aucOf(logits: readonly Float32Array[], labels: readonly Uint8Array[]): number | null {
    if (logits.length === 0) return null;
    const { outputs, activation } = this;
    const predictions = {
      logits: joined(Float32Array, logits),
      activation,
      labels: joined(Uint8Array, labels),
      outputs,
    };
    return scorePredictions(predictions, this.task, null)?.auc ?? null;
  }
}

function joined<Values extends Float32Array | Uint8Array>(
  type: new (length: number) => Values,
  parts: readonly Values[],
): Values {
  const whole = new type(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
