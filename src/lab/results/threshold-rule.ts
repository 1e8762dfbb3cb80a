import { type Pass, passes } from '../statistics/curves.ts';
import { standardThresholds, type Thresholds } from './answers.ts';
import type { ScoredPart } from './scored-part.ts';

/** How a threshold is chosen. */
export type ThresholdRule =
  /** At a probability of 0.5; of several classes by the largest score. */
  | { readonly kind: 'standard' }
  /** Wherever a person put it; log-odds by output, 0 where nothing was put. */
  | { readonly kind: 'hand'; readonly thresholds: Readonly<Record<number, number>> }
  /** The highest that finds at least this share. */
  | { readonly kind: 'sensitivity'; readonly least: number }
  /** The one with the lowest cost, where a miss costs as much as so many false alarms. */
  | { readonly kind: 'cost'; readonly falseAlarms: number }
  /** The largest sensitivity + specificity − 1 (Youden, Cancer 1950). */
  | { readonly kind: 'youden' };

/**
 * The thresholds that a rule chooses on a part; of several classes for the one that is looked at. Where a rule has nothing
 * to go by, as the part lacks one of the two answers, the standard stays.
 */
export function chosenThresholds(rule: ThresholdRule, part: ScoredPart, output: number): Thresholds {
  const standard = standardThresholds(part.task, part.scores.length);
  if (rule.kind === 'standard') return standard;
  return standard.map((threshold, other) => {
    if (part.task === 'multi-class' && other !== output) return null;
    if (rule.kind === 'hand') return rule.thresholds[other] ?? 0;
    return ruledThreshold(rule, part.held[other]!, part.scores[other]!) ?? threshold;
  });
}

/**
 * @param labels 0 or 1
 * @param scores log-odds
 * @returns log-odds, half way between two scores so that it is near to neither; null where there are not both labels
 */
export function ruledThreshold(
  rule: Exclude<ThresholdRule, { kind: 'standard' | 'hand' }>,
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
): number | null {
  const { points, positives, negatives } = passes(labels, scores);
  if (positives === 0 || negatives === 0) return null;
  const highest = points[0]!.score;
  // From none called to all called.
  const candidates: readonly Pass[] = [
    { score: highest + 1, truePositives: 0, falsePositives: 0 },
    ...points,
  ];
  const place =
    rule.kind === 'sensitivity'
      ? candidates.findIndex(({ truePositives }) => truePositives / positives >= rule.least)
      : cheapest(candidates, (pass) =>
          rule.kind === 'youden'
            ? pass.falsePositives / negatives - pass.truePositives / positives
            : rule.falseAlarms * (positives - pass.truePositives) + pass.falsePositives,
        );
  const { score } = candidates[place]!;
  const below = candidates[place + 1]?.score ?? score;
  const middle = below + (score - below) / 2;
  // Between two neighbouring floats there is none.
  return middle > below ? middle : score;
}

/** Of equal ones the lower threshold, which finds more. */
function cheapest(candidates: readonly Pass[], cost: (pass: Pass) => number): number {
  let best = 0;
  for (let place = 1; place < candidates.length; place++) {
    if (cost(candidates[place]!) <= cost(candidates[best]!)) best = place;
  }
  return best;
}
