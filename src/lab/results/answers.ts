import type { Task } from '../dataset.ts';
import type { LabelValues } from '../label-values.ts';
import type { ScoredPart } from './scored-part.ts';

/**
 * From which log-odds on each output calls an image its own; null: by the largest score. Of several classes one at most has
 * a threshold: an image is of that class from it on, else of the likeliest of the others.
 */
export type Thresholds = readonly (number | null)[];

/** As accuracy is counted: at a probability of 0.5, and of several classes by the largest score. */
export function standardThresholds(task: Task, outputs: number): Thresholds {
  return Array.from({ length: outputs }, () => (task === 'multi-class' ? null : 0));
}

/** What became of the images of a class (label), against all others. */
export interface ClassCounts {
  readonly found: number;
  readonly missed: number;
  readonly falseAlarms: number;
  readonly passed: number;
}

/** What the model says of each image of a part. */
export interface Answers {
  /** The class that each image is called, [count]; of labels 1 where it is called so, [labels][count]. */
  readonly called: readonly LabelValues[];
  /** Images of class row that are called column, [classes × classes]; empty for multi-label. */
  readonly confusion: Uint32Array;
  /** Of each class or label. */
  readonly classes: readonly ClassCounts[];
}

export function answersAt(part: ScoredPart, thresholds: Thresholds): Answers {
  return part.task === 'multi-label' ? labelAnswers(part, thresholds) : classAnswers(part, thresholds);
}

function labelAnswers({ scores, held, count }: ScoredPart, thresholds: Thresholds): Answers {
  const called = scores.map((column, label) => {
    const threshold = thresholds[label] ?? 0;
    return Uint8Array.from(column, (score) => (score >= threshold ? 1 : 0));
  });
  const classes = called.map((column, label) => {
    const counts = [0, 0, 0, 0];
    for (let image = 0; image < count; image++) counts[2 * held[label]![image]! + column[image]!]!++;
    const [passed, falseAlarms, missed, found] = counts as [number, number, number, number];
    return { found, missed, falseAlarms, passed };
  });
  return { called, confusion: new Uint32Array(0), classes };
}

function classAnswers(part: ScoredPart, thresholds: Thresholds): Answers {
  const { count, classes, labels } = part;
  const called = calledClasses(part, thresholds);
  const confusion = new Uint32Array(classes * classes);
  const [rows, columns] = [new Uint32Array(classes), new Uint32Array(classes)];
  for (let image = 0; image < count; image++) {
    const [own, answer] = [labels[image]!, called[image]!];
    confusion[own * classes + answer]!++;
    rows[own]!++;
    columns[answer]!++;
  }
  return {
    called: [called],
    confusion,
    classes: Array.from({ length: classes }, (_, own) => {
      const found = confusion[own * classes + own]!;
      const [held, answered] = [rows[own]!, columns[own]!];
      return {
        found,
        missed: held - found,
        falseAlarms: answered - found,
        passed: count - held - answered + found,
      };
    }),
  };
}

function calledClasses({ task, scores, likeliest, second }: ScoredPart, thresholds: Thresholds): LabelValues {
  if (task === 'binary') {
    const threshold = thresholds[0] ?? 0;
    return Uint8Array.from(scores[0]!, (score) => (score >= threshold ? 1 : 0));
  }
  const chosen = thresholds.findIndex((threshold) => threshold !== null);
  if (chosen < 0) return likeliest;
  const [column, threshold] = [scores[chosen]!, thresholds[chosen]!];
  return likeliest.map((first, image) => {
    if (column[image]! >= threshold) return chosen;
    return first === chosen ? second[image]! : first;
  });
}

/**
 * How wrong the model is about each image: larger is worse, and above 0 is wrong where the threshold decides. Of two classes
 * and of labels, by how much log-odds it is on the wrong side; of several classes, the log-odds against its own class.
 *
 * @param output the label that is asked about
 */
export function wrongness(part: ScoredPart, thresholds: Thresholds, output: number): Float64Array {
  const { task, count, labels, scores, held } = part;
  return Float64Array.from({ length: count }, (_, image) => {
    if (task === 'multi-class') return -scores[labels[image]!]![image]!;
    const above = scores[output]![image]! - (thresholds[output] ?? 0);
    return held[output]![image] === 1 ? -above : above;
  });
}

/** Whether each image is answered rightly: its class, or every label. */
export function rightAnswers({ task, count, labels, held }: ScoredPart, { called }: Answers): Uint8Array {
  return Uint8Array.from({ length: count }, (_, image) => {
    if (task !== 'multi-label') return called[0]![image] === labels[image] ? 1 : 0;
    return held.every((column, label) => column[image] === called[label]![image]) ? 1 : 0;
  });
}
