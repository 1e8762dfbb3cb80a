import type { Split } from '../dataset.ts';
import type { Predictions } from '../run-record.ts';

/** What a run says of the images of one part. */
export interface ScoreColumn {
  readonly split: Split;
  /** Probability of the positive class of two, else of the image's own class; for multi-label that of its likeliest label. */
  readonly score: Float32Array;
  /** 1 where the answer is right: the likeliest class, or every label on its side of 0.5. */
  readonly right: Uint8Array;
}

/** Reads scores and right answers off stored predictions; as accuracy is counted, see Scores.acc. */
export function scoreColumn(split: Split, { logits, activation, labels, outputs }: Predictions): ScoreColumn {
  const count = logits.length / outputs;
  const score = new Float32Array(count);
  const right = new Uint8Array(count);
  const width = labels.length / count;
  for (let image = 0; image < count; image++) {
    const row = logits.subarray(image * outputs, (image + 1) * outputs) as Float32Array;
    const likeliest = row.reduce((best, value, at) => (value > row[best]! ? at : best), 0);
    if (width > 1) {
      score[image] = sigmoid(row[likeliest]!);
      right[image] = row.every((value, at) => value > 0 === (labels[image * width + at] === 1)) ? 1 : 0;
    } else if (outputs === 1) {
      score[image] = sigmoid(row[0]!);
      right[image] = row[0]! > 0 === (labels[image] === 1) ? 1 : 0;
    } else {
      score[image] = probability(row, outputs === 2 ? 1 : labels[image]!, activation);
      right[image] = likeliest === labels[image] ? 1 : 0;
    }
  }
  return { split, score, right };
}

function probability(row: Float32Array, output: number, activation: Predictions['activation']): number {
  if (activation === 'sigmoid') return sigmoid(row[output]!);
  let sum = 0;
  for (const value of row) sum += Math.exp(value - row[output]!);
  return 1 / sum;
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
