import type { Task } from '../lab/dataset.ts';
import type { LabelValues } from '../lab/label-values.ts';

/**
 * What each output should say: the label itself (binary, multi-label) or the one-hot class.
 *
 * @param labels rows as in SplitData.labels
 * @returns 0 or 1, [count, outputs]
 */
export function targetsOf(labels: LabelValues, task: Task, outputs: number): Float32Array {
  if (task !== 'multi-class') return Float32Array.from(labels);
  const targets = new Float32Array(labels.length * outputs);
  labels.forEach((label, row) => {
    targets[row * outputs + label] = 1;
  });
  return targets;
}

/** Labels of images into which others are mixed. */
export interface LabelMix {
  /** Label rows of the others, as in SplitData.labels. */
  readonly partners: LabelValues;
  /** Each image's own share, ½ to 1. */
  readonly shares: Float32Array;
}

/** What each image should say, and how much it counts. */
export interface WeightedTargets {
  /** 0 to 1, [count, outputs] */
  readonly targets: Float32Array;
  /** [count]; null where all count the same. */
  readonly weights: Float32Array | null;
}

/**
 * Targets and weights of a batch. Of a mixed image they are such that its loss is the mean of the losses by either label,
 * each by its share and the weight of its class: cross-entropies are linear in the targets.
 */
export function weightedTargets(
  labels: LabelValues,
  mix: LabelMix | null,
  { task, outputs, classWeights }: { task: Task; outputs: number; classWeights: readonly number[] | null },
): WeightedTargets {
  const weightsOf = (rows: LabelValues) =>
    classWeights ? Float32Array.from(rows, (label) => classWeights[label]!) : null;
  const targets = targetsOf(labels, task, outputs);
  const weights = weightsOf(labels);
  if (!mix) return { targets, weights };
  const others = targetsOf(mix.partners, task, outputs);
  const otherWeights = weightsOf(mix.partners);
  mix.shares.forEach((share, image) => {
    const own = share * (weights?.[image] ?? 1);
    const other = (1 - share) * (otherWeights?.[image] ?? 1);
    if (weights) weights[image] = own + other;
    for (let place = image * outputs; place < (image + 1) * outputs; place++) {
      targets[place] = (own * targets[place]! + other * others[place]!) / (own + other);
    }
  });
  return { targets, weights };
}
