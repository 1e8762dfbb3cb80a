import type { Task } from '../lab/dataset.ts';
import { emptyLike, type LabelValues } from '../lab/label-values.ts';
import type { Activation } from '../lab/run-record.ts';
import { meanAuc } from '../lab/statistics/scores.ts';

/** Losses and predictions of one epoch's batches, as they were trained on. */
export class EpochTally {
  private readonly task: Task;
  private readonly outputs: number;
  private readonly activation: Activation;
  private readonly logits: Float32Array[] = [];
  private readonly labels: LabelValues[] = [];
  private lossSum = 0;
  private images = 0;

  constructor(task: Task, outputs: number, activation: Activation) {
    this.task = task;
    this.outputs = outputs;
    this.activation = activation;
  }

  add(loss: number, logits: Float32Array, labels: LabelValues): void {
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
    const { logits, labels, outputs, activation } = this;
    if (logits.length === 0) return null;
    const predictions = {
      logits: joined(new Float32Array(lengthOf(logits)), logits),
      activation,
      labels: joined(emptyLike(labels[0]!, lengthOf(labels)), labels),
      outputs,
    };
    return meanAuc(predictions, this.task);
  }
}

function lengthOf(parts: readonly { readonly length: number }[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

function joined<Values extends Float32Array | LabelValues>(whole: Values, parts: readonly Values[]): Values {
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
