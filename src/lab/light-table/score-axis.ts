/**
 * Where a score stands on the light table. Scores are log-odds, the logit of the probability, which no loss saturates:
 * under the AUC margin loss h = sigmoid(logit) gathers within (0.05, 0.95), that is logits of ±3, while cross-entropy
 * goes on to logits of ±20, where every probability reads 0 or 1. On an axis of probabilities the second would be two
 * heaps at the ends; on one of logits the first would be a heap in the middle. The inverse hyperbolic sine does for
 * both: it is linear where a model wavers (|logit| < 1) and logarithmic where it is sure, keeps the order, needs no
 * setting that follows the data, and so means the same in every epoch and every run.
 */

/** Beyond this log-odds (a probability of 1 − 6·10⁻⁶) all stand at the end; their order is kept by the swarm. */
const END = 12;

/** Log-odds at which the axis turns from linear to logarithmic. */
const BEND = 1;

const SPAN = Math.asinh(END / BEND);

/** @returns in [0, 1]; ½ for even odds */
export function axisPosition(logOdds: number): number {
  return Math.min(1, Math.max(0, 0.5 + Math.asinh(logOdds / BEND) / (2 * SPAN)));
}

/** The log-odds that stand at a position within [0, 1]. */
export function logOddsAt(position: number): number {
  return BEND * Math.sinh((2 * position - 1) * SPAN);
}

export function probabilityOf(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/** @param probability in (0, 1) */
export function logOddsOf(probability: number): number {
  return Math.log(probability) - Math.log1p(-probability);
}
