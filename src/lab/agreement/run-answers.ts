import { answersAt, rightAnswers, standardThresholds, type Thresholds } from '../results/answers.ts';
import type { ScoredPart } from '../results/scored-part.ts';
import type { Work } from '../work.ts';

/** What a run says of each image of a part. */
export interface RunAnswers {
  /** 1 where the class, or every label, is right. */
  readonly right: Uint8Array;
  /**
   * The share of the part's images that are scored lower, those that tie by half, 0 to 1: [questions][count]. One question
   * for two classes (the second one's score) and for several (that of the image's own class), one for each label.
   */
  readonly ranks: readonly Float64Array[];
}

/**
 * From where on as many images are called positive as there are, or have the label; more where they tie there. Of several
 * classes the likeliest one counts.
 */
export function shareThresholds({ task, scores, held }: ScoredPart): Thresholds {
  if (task === 'multi-class') return standardThresholds(task, scores.length);
  return scores.map((column, output) => {
    const positives = held[output]!.reduce((sum, value) => sum + value, 0);
    return positives === 0 ? Number.POSITIVE_INFINITY : column.toSorted()[column.length - positives]!;
  });
}

export function* runAnswers(part: ScoredPart, thresholds: Thresholds): Work<RunAnswers> {
  const { task, scores, labels } = part;
  const right = rightAnswers(part, answersAt(part, thresholds));
  const ranks: Float64Array[] = [];
  for (const column of scores) {
    yield;
    ranks.push(rankShares(column));
  }
  if (task !== 'multi-class') return { right, ranks };
  return { right, ranks: [Float64Array.from(labels, (label, image) => ranks[label]![image]!)] };
}

/** Mid-ranks as shares: (rank − ½) / count, so that the mean is ½ whatever the scores. */
function rankShares(column: Float64Array): Float64Array {
  const order = Uint32Array.from(column, (_, image) => image).sort((a, b) => column[a]! - column[b]!);
  const shares = new Float64Array(column.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && column[order[end]!] === column[order[start]!]) end++;
    for (let at = start; at < end; at++) shares[order[at]!] = (start + end) / 2 / column.length;
    start = end;
  }
  return shares;
}
