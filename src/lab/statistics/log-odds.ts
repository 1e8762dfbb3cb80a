import { exactExp, exactLog } from '../exact-math.ts';
import type { LabelValues } from '../label-values.ts';
import type { Predictions } from '../run-record.ts';

/**
 * What each image is ranked by, output by output: the log-odds of its probability, in float64. Of a sigmoid that is the
 * logit itself; of a softmax l_c − log Σ_{j≠c} exp(l_j), which rises with p_c. A float32 probability ties all logits
 * above 17, where it is 1.
 *
 * @returns one vector an output, each [count]
 */
export function logOdds({
  logits,
  activation,
  outputs,
}: Pick<Predictions, 'logits' | 'activation' | 'outputs'>): readonly Float64Array[] {
  const count = logits.length / outputs;
  const columns = Array.from({ length: outputs }, () => new Float64Array(count));
  for (let row = 0; row < count; row++) {
    const values = logits.subarray(row * outputs, (row + 1) * outputs);
    const odds = activation === 'softmax' ? softmaxLogOdds(values) : values;
    for (let output = 0; output < outputs; output++) columns[output]![row] = odds[output]!;
  }
  return columns;
}

function softmaxLogOdds(logits: Float32Array | Float64Array): Float64Array {
  const odds = new Float64Array(logits.length);
  const largest = argmax(logits);
  const top = logits[largest]!;
  let [sum, second] = [0, Number.NEGATIVE_INFINITY];
  for (let index = 0; index < logits.length; index++) {
    sum += exactExp(logits[index]! - top);
    if (index !== largest) second = Math.max(second, logits[index]!);
  }
  // The largest one's own rest is summed anew, below its own top: taken from the sum it would be lost in rounding.
  let rest = 0;
  for (let index = 0; index < logits.length; index++) {
    const logit = logits[index]!;
    if (index === largest) continue;
    rest += exactExp(logit - second);
    odds[index] = logit - top - exactLog(sum - exactExp(logit - top));
  }
  odds[largest] = top - second - exactLog(rest);
  return odds;
}

/** Index of the largest value; the first of several. */
export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let index = 1; index < values.length; index++) if (values[index]! > values[best]!) best = index;
  return best;
}

/** What a probability of 0 and of 1 stands for: nearer to it than to the next float32. */
const [NEARLY_0, NEARLY_1] = [2 ** -151, 1 - 2 ** -26];

/**
 * Predictions of a record from before logits were kept, when probabilities were stored and ranked by. Each becomes its
 * own log-odds, of a softmax too, and in float64: so the order, ties and all, and with it every recorded AUC, stay.
 *
 * @param scores probabilities in [0, 1], [count, outputs]
 */
export function fromProbabilities({
  scores,
  labels,
  outputs,
}: {
  readonly scores: ArrayLike<number>;
  readonly labels: LabelValues;
  readonly outputs: number;
}): Predictions {
  const logits = Float64Array.from(scores, (score) => {
    const probability = Math.min(Math.max(score, NEARLY_0), NEARLY_1);
    return exactLog(probability / (1 - probability));
  });
  return { logits, activation: 'sigmoid', labels, outputs };
}
