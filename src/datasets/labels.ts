import { SPLITS, type Split, type SplitData, type Task } from '../lab/dataset.ts';
import { LabError } from '../lab/lab-error.ts';
import type { LabelValues } from '../lab/label-values.ts';

/** How the labels of a set are read. */
export interface LabelScheme {
  readonly task: Task;
  /** Number of classes, or of labels for multi-label. */
  readonly classes: number;
}

type Labels = Readonly<Record<Split, LabelValues>>;

/** What labels that nobody described say of their own task. */
export function inferScheme(labels: Labels, columns: number): LabelScheme {
  if (columns > 1) return { task: 'multi-label', classes: columns };
  const classes = largest(labels.train) + 1;
  return { task: classes > 2 ? 'multi-class' : 'binary', classes: Math.max(2, classes) };
}

/**
 * Makes sure that labels can be trained on and scored.
 *
 * @throws LabError `labels-out-of-range`, `one-class`
 */
export function checkLabels(labels: Labels, { task, classes }: LabelScheme): void {
  if (task === 'multi-label') checkMultiLabel(labels, classes);
  else checkClasses(labels, classes);
}

/** Images per class, or positives per label. */
export function countClasses(labels: LabelValues, { task, classes }: LabelScheme): number[] {
  const counts = new Array<number>(classes).fill(0);
  if (task === 'multi-label') {
    labels.forEach((value, index) => {
      counts[index % classes]! += value;
    });
  } else {
    for (const label of labels) counts[label]! += 1;
  }
  return counts;
}

/** Classes (or positive labels) that a part of the set has no image of. */
export function absentClasses(split: Pick<SplitData, 'labels'>, scheme: LabelScheme): number[] {
  return countClasses(split.labels, scheme).flatMap((count, label) => (count === 0 ? [label] : []));
}

const NUMBER_CLASSES = 'Number the classes 0, 1, 2… without gaps, each with images to train on.';

function checkClasses(labels: Labels, classes: number) {
  for (const split of SPLITS) {
    const tooLarge = largest(labels[split]);
    if (tooLarge >= classes) {
      throw new LabError(
        'labels-out-of-range',
        `${split}_labels holds the label ${tooLarge}, but the training part has classes 0 to ${classes - 1} only.`,
        NUMBER_CLASSES,
      );
    }
    const present = countClasses(labels[split], { task: 'multi-class', classes });
    const only = present.flatMap((count, label) => (count > 0 ? [label] : []));
    if (only.length === 1) {
      throw new LabError(
        'one-class',
        `${split}_labels holds class ${only[0]} only, for all ${labels[split].length} images.`,
        'There is nothing to tell apart: each part needs images of at least two classes.',
      );
    }
    const missing = present.flatMap((count, label) => (count === 0 ? [label] : []));
    if (split === 'train' && missing.length > 0) {
      throw new LabError(
        'labels-out-of-range',
        `train_labels reaches up to ${classes - 1} but has no image of class ${listOf(missing)}.`,
        NUMBER_CLASSES,
      );
    }
  }
}

function checkMultiLabel(labels: Labels, classes: number) {
  for (const split of SPLITS) {
    const tooLarge = largest(labels[split]);
    if (tooLarge > 1) {
      throw new LabError(
        'labels-out-of-range',
        `${split}_labels holds ${tooLarge}; with ${classes} labels an image each must be 0 or 1.`,
        'Save one column of 0 and 1 for each label, or one single column of class numbers.',
      );
    }
  }
  const count = labels.train.length / classes;
  const positives = countClasses(labels.train, { task: 'multi-label', classes });
  if (positives.every((positive) => positive === 0 || positive === count)) {
    throw new LabError(
      'one-class',
      `Each of the ${classes} columns of train_labels has one and the same value for all ${count} images.`,
      'There is nothing to tell apart: at least one label needs both 0 and 1.',
    );
  }
}

function largest(values: LabelValues): number {
  let most = 0;
  for (const value of values) most = Math.max(most, value);
  return most;
}

function listOf(numbers: readonly number[]): string {
  return numbers.length > 6 ? `${numbers.slice(0, 6).join(', ')}…` : numbers.join(', ');
}
