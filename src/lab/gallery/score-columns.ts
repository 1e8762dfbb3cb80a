import type { Split } from '../dataset.ts';
import { probabilityOf } from '../light-table/score-axis.ts';
import { answersAt, rightAnswers, type Thresholds } from '../results/answers.ts';
import type { ScoredPart } from '../results/scored-part.ts';

/** What a run says of the images of one part. */
export interface ScoreColumn {
  readonly split: Split;
  /** Probability of the positive class of two, else of the image's own class; for multi-label that of its likeliest label. */
  readonly score: Float32Array;
  /** 1 where the answer is right at the run's thresholds: the class, or every label. */
  readonly right: Uint8Array;
}

export function scoreColumn(split: Split, part: ScoredPart, thresholds: Thresholds): ScoreColumn {
  const { task, count, scores, labels } = part;
  const score = new Float32Array(count);
  for (let image = 0; image < count; image++) {
    if (task === 'binary') score[image] = probabilityOf(scores[0]![image]!);
    else if (task === 'multi-class') score[image] = probabilityOf(scores[labels[image]!]![image]!);
    else score[image] = probabilityOf(Math.max(...scores.map((column) => column[image]!)));
  }
  return { split, score, right: rightAnswers(part, answersAt(part, thresholds)) };
}
