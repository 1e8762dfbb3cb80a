import type { Work } from '../work.ts';
import type { ScoredPart } from './scored-part.ts';

/** Beyond these the fit has no end: a part without a mistake is told the better the surer one is. */
const LIMITS = [0.05, 20] as const;

export interface FittedTemperature {
  /** What logits are divided by: above 1 the model was too sure. */
  readonly temperature: number;
  /** Whether the loss would fall on beyond the last temperature that was tried. */
  readonly atLimit: boolean;
}

/**
 * The temperature with the least mean negative log-likelihood (Guo et al., ICML 2017, "temperature scaling"): of a softmax,
 * or of each sigmoid by itself. In 1 / temperature the loss is convex, so its slope has one zero: Newton's method within a
 * bracket.
 */
export function* fitTemperature(part: ScoredPart): Work<FittedTemperature> {
  let [low, high] = [1 / LIMITS[1], 1 / LIMITS[0]];
  if ((yield* slopeAt(part, high)).slope < 0) return { temperature: LIMITS[0], atLimit: true };
  if ((yield* slopeAt(part, low)).slope > 0) return { temperature: LIMITS[1], atLimit: true };
  let factor = 1;
  for (let step = 0; step < 60; step++) {
    const { slope, bend } = yield* slopeAt(part, factor);
    if (slope > 0) high = factor;
    else low = factor;
    const newton = factor - slope / bend;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - factor) <= 1e-9 * factor) break;
    factor = next;
  }
  return { temperature: 1 / factor, atLimit: false };
}

/** First and second derivative of the mean loss by the factor on the logits. */
function* slopeAt(part: ScoredPart, factor: number): Work<{ slope: number; bend: number }> {
  const { predictions, held, count } = part;
  const { logits, outputs, activation } = predictions;
  let [slope, bend] = [0, 0];
  for (let image = 0; image < count; image++) {
    if (image % SLICE === SLICE - 1) yield;
    const from = image * outputs;
    if (activation === 'sigmoid') {
      for (let output = 0; output < outputs; output++) {
        const logit = logits[from + output]!;
        const probability = 1 / (1 + Math.exp(-factor * logit));
        slope += (probability - held[output]![image]!) * logit;
        bend += probability * (1 - probability) * logit ** 2;
      }
      continue;
    }
    let top = Number.NEGATIVE_INFINITY;
    for (let output = 0; output < outputs; output++) top = Math.max(top, logits[from + output]!);
    let [sum, first, second, own] = [0, 0, 0, 0];
    for (let output = 0; output < outputs; output++) {
      // From the top, so that nothing overflows; the mean moves along, the variance does not.
      const logit = logits[from + output]! - top;
      const weight = Math.exp(factor * logit);
      sum += weight;
      first += weight * logit;
      second += weight * logit ** 2;
      if (held[output]![image] === 1) own = logit;
    }
    slope += first / sum - own;
    bend += second / sum - (first / sum) ** 2;
  }
  return { slope: slope / count, bend: bend / count };
}

const SLICE = 2000;

/**
 * Probabilities at a temperature, [outputs][count].
 *
 * @param temperature above 0; 1: as the model gives them
 */
export function* probabilitiesAt(part: ScoredPart, temperature: number): Work<readonly Float64Array[]> {
  const { predictions, count } = part;
  const { logits, outputs, activation } = predictions;
  const columns = Array.from({ length: outputs }, () => new Float64Array(count));
  for (let image = 0; image < count; image++) {
    if (image % SLICE === SLICE - 1) yield;
    const from = image * outputs;
    if (activation === 'sigmoid') {
      for (let output = 0; output < outputs; output++) {
        columns[output]![image] = 1 / (1 + Math.exp(-logits[from + output]! / temperature));
      }
      continue;
    }
    let [top, sum] = [Number.NEGATIVE_INFINITY, 0];
    for (let output = 0; output < outputs; output++) top = Math.max(top, logits[from + output]!);
    for (let output = 0; output < outputs; output++) {
      const weight = Math.exp((logits[from + output]! - top) / temperature);
      columns[output]![image] = weight;
      sum += weight;
    }
    for (const column of columns) column[image]! /= sum;
  }
  return columns;
}
