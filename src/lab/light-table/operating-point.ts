/** What comes of calling everything from a threshold on positive. */
export interface OperatingPoint {
  /** Positives at or above the threshold. */
  readonly found: number;
  /** Positives below it. */
  readonly missed: number;
  /** Negatives at or above it. */
  readonly falseAlarms: number;
  /** Negatives below it. */
  readonly passed: number;
  /** found / positives; null without positives. */
  readonly sensitivity: number | null;
  /** passed / negatives; null without negatives. */
  readonly specificity: number | null;
}

/** Answers any threshold in the time of a binary search, so that figures can follow a line that is being moved. */
export interface ThresholdCounts {
  readonly positives: number;
  readonly negatives: number;
  at(threshold: number): OperatingPoint;
}

/**
 * @param labels 0 or 1
 * @param scores finite; larger means more positive
 */
export function thresholdCounts(labels: ArrayLike<number>, scores: ArrayLike<number>): ThresholdCounts {
  const sortedOf = (wanted: 0 | 1) =>
    Float64Array.from(Array.from(scores).filter((_, index) => labels[index] === wanted)).sort();
  const [negative, positive] = [sortedOf(0), sortedOf(1)];
  const [negatives, positives] = [negative.length, positive.length];
  return {
    positives,
    negatives,
    at(threshold) {
      const missed = countBelow(positive, threshold);
      const passed = countBelow(negative, threshold);
      return {
        found: positives - missed,
        missed,
        falseAlarms: negatives - passed,
        passed,
        sensitivity: positives > 0 ? (positives - missed) / positives : null,
        specificity: negatives > 0 ? passed / negatives : null,
      };
    },
  };
}

/**
 * How many of the other class an image is on the right side of: a positive above negatives, a negative below positives.
 * With ties at ½, the mean of its share over the images of one class is the AUC.
 */
export interface PairRank {
  /** Images of the other class. */
  readonly others: number;
  /** Those in the right order with it. */
  readonly right: number;
  /** Those with the very same score. */
  readonly tied: number;
}

export function pairRank(labels: ArrayLike<number>, scores: ArrayLike<number>, image: number): PairRank {
  const own = scores[image]!;
  const sign = labels[image] === 1 ? 1 : -1;
  let [others, right, tied] = [0, 0, 0];
  for (let other = 0; other < scores.length; other++) {
    if (labels[other] === labels[image]) continue;
    others++;
    const lead = sign * (own - scores[other]!);
    if (lead > 0) right++;
    else if (lead === 0) tied++;
  }
  return { others, right, tied };
}

/**
 * The image with the largest share of its pairs in the wrong order, the lowest positive or the highest negative; null
 * where every pair is in the right one.
 */
export function worstPlaced(labels: ArrayLike<number>, scores: ArrayLike<number>): number | null {
  let [lowest, highest] = [-1, -1];
  for (let image = 0; image < scores.length; image++) {
    if (labels[image] === 1) {
      if (lowest < 0 || scores[image]! < scores[lowest]!) lowest = image;
    } else if (highest < 0 || scores[image]! > scores[highest]!) highest = image;
  }
  if (lowest < 0 || highest < 0 || scores[lowest]! > scores[highest]!) return null;
  const wrong = (image: number) => {
    const { others, right, tied } = pairRank(labels, scores, image);
    return (others - right - tied / 2) / others;
  };
  return wrong(lowest) >= wrong(highest) ? lowest : highest;
}

/** How many of the ascending values lie below. */
function countBelow(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function falseAlarmsText({ falseAlarms }: Pick<OperatingPoint, 'falseAlarms'>): string {
  return `${falseAlarms} false ${falseAlarms === 1 ? 'alarm' : 'alarms'}`;
}
