import type { Task } from '../dataset.ts';
import { emptyLabels, type LabelValues } from '../label-values.ts';
import type { Predictions } from '../run-record.ts';
import { logOdds } from '../statistics/log-odds.ts';
import { answersTo } from '../statistics/scores.ts';
import type { Work } from '../work.ts';

/** The images of one part as a run scored them, ready for any threshold. */
export interface ScoredPart {
  readonly task: Task;
  readonly count: number;
  /** Of the set: 2 for binary; of multi-label sets the number of labels. */
  readonly classes: number;
  /** As in SplitData.labels. */
  readonly labels: LabelValues;
  /** Log-odds of each output, [outputs][count]; binary sets have one output, that of class 1. */
  readonly scores: readonly Float64Array[];
  /** 1 where the image is of the output's class (has its label), [outputs][count]. */
  readonly held: readonly Uint8Array[];
  /** Of several classes the one with the highest score, and the next one, [count]; else empty. */
  readonly likeliest: LabelValues;
  readonly second: LabelValues;
  /** The outputs as they were stored: what probabilities are made of. */
  readonly predictions: Predictions;
}

/** Turned into log-odds at a stretch: ten images of 1,000 classes are as much work as 500 images of twenty. */
const [MOST_IMAGES, MOST_LOGITS] = [500, 10_000];

/** Reads stored predictions. @throws RangeError where a logit is not finite */
export function* scoredPart(predictions: Predictions, task: Task): Work<ScoredPart> {
  const { logits, labels, outputs, activation } = predictions;
  const count = logits.length / outputs;
  const scores = Array.from({ length: outputs }, () => new Float64Array(count));
  const held: ReturnType<typeof answersTo>[] = [];
  for (let output = 0; output < outputs; output++) {
    held.push(answersTo(predictions, task, output));
    yield;
  }
  const isMultiClass = task === 'multi-class';
  const likeliest = emptyLabels(outputs, isMultiClass ? count : 0);
  const second = emptyLabels(outputs, isMultiClass ? count : 0);
  const stretch = Math.max(1, Math.min(MOST_IMAGES, Math.floor(MOST_LOGITS / outputs)));
  for (let from = 0; from < count; from += stretch) {
    const to = Math.min(count, from + stretch);
    const slice = logits.subarray(from * outputs, to * outputs);
    if (!slice.every(Number.isFinite)) throw new RangeError('A logit is not finite');
    const odds = logOdds({ logits: slice, activation, outputs });
    for (let output = 0; output < outputs; output++) scores[output]!.set(odds[output]!, from);
    for (let image = from; isMultiClass && image < to; image++) {
      const [first, next] = firstTwo(logits, outputs, image);
      likeliest[image] = first;
      second[image] = next;
    }
    yield;
  }
  const classes = task === 'binary' ? 2 : outputs;
  return { task, count, classes, labels, scores, held, likeliest, second, predictions };
}

/** The outputs with the largest two logits, of equal ones the first. */
function firstTwo(logits: Predictions['logits'], outputs: number, image: number): readonly [number, number] {
  const at = (output: number) => logits[image * outputs + output]!;
  let [first, next] = [0, -1];
  for (let output = 1; output < outputs; output++) {
    if (at(output) > at(first)) [first, next] = [output, first];
    else if (next < 0 || at(output) > at(next)) next = output;
  }
  return [first, Math.max(0, next)];
}
