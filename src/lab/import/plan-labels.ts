import type { Task } from '../dataset.ts';
import { LabError } from '../lab-error.ts';
import { MOST_CLASSES } from '../label-values.ts';
import type { Found } from './found.ts';

/** How the labels will be read. */
export interface LabelPlan {
  readonly task: Task;
  readonly classNames: readonly string[];
  /** Values an image: 1, or one a label. */
  readonly width: number;
  /** [images, width]: the class, or 0 and 1. */
  readonly values: Uint16Array;
  /** What parts are drawn by: equal for images of one class. */
  readonly strata: readonly number[];
  /** Images that are left out with their class. */
  readonly without: readonly number[];
  /** Columns of which each image has exactly one. */
  readonly oneHot: boolean;
  readonly columns: number;
  readonly sentences: readonly string[];
}

const NOTHING: LabelPlan = {
  ...{ task: 'binary', classNames: [], width: 1, values: new Uint16Array(0), strata: [], without: [] },
  ...{ oneHot: false, columns: 1, sentences: [] },
};

/** @throws LabError `labels-out-of-range`, `bad-import` */
export function planLabels(
  { labels, classNames, parts, problems }: Found,
  reading: 'classes' | 'labels' | null,
  leftOut: readonly string[],
): LabelPlan {
  if (labels === null)
    return { ...NOTHING, values: new Uint16Array(parts.length), strata: parts.map(() => 0) };
  // What something is wrong with is asked about, and its label is none.
  const odd = new Set(problems.flatMap(({ items }) => items));
  if (labels.kind === 'values') return classPlan(labels.values, classNames, leftOut, odd);
  const { width, values } = labels;
  const chosen = Array.from({ length: parts.length }, (_, item) => onlyOne(values, item, width));
  const oneHot = chosen.every((column) => column >= 0);
  if (reading === 'classes') {
    if (!oneHot) {
      throw new LabError(
        'bad-import',
        'Some images have several labels, or none, so the columns are no classes.',
        'Nothing was taken. Read the columns as labels that may come together.',
      );
    }
    const names = classNames?.length === width ? classNames : null;
    const plan = classPlan(chosen, names, leftOut, odd, width);
    return { ...plan, oneHot, columns: width, sentences: [`The ${width} columns are read as classes.`] };
  }
  return {
    task: 'multi-label',
    classNames:
      classNames?.length === width
        ? classNames
        : Array.from({ length: width }, (_, label) => `label ${label}`),
    width,
    values: Uint16Array.from(values),
    strata: strataOf(values, width),
    without: [],
    oneHot,
    columns: width,
    sentences: oneHot ? [`The ${width} columns are read as labels that may come together.`] : [],
  };
}

/** The one column of an image that is 1, or −1. */
function onlyOne(values: Uint8Array, item: number, width: number): number {
  const row = values.subarray(item * width, (item + 1) * width);
  const first = row.indexOf(1);
  return first >= 0 && first === row.lastIndexOf(1) ? first : -1;
}

/** Images with the same labels, as one number. */
function strataOf(values: Uint8Array, width: number): number[] {
  const numbers = new Map<string, number>();
  return Array.from({ length: values.length / width }, (_, item) => {
    const key = values.subarray(item * width, (item + 1) * width).join('');
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  });
}

function classPlan(
  found: readonly (number | string)[],
  classNames: readonly string[] | null,
  leftOut: readonly string[],
  odd: ReadonlySet<number>,
  least = 0,
): LabelPlan {
  const distinct = [...new Set(found.filter((_, item) => !odd.has(item)))];
  const isText = distinct.some((value) => typeof value === 'string');
  const sorted = isText
    ? distinct.map(String).sort((one, other) => (one < other ? -1 : Number(one > other)))
    : (distinct as number[]).sort((one, other) => one - other);
  const most = isText ? 0 : Math.max(...(sorted as number[]), least - 1);
  const isFromZero = !isText && (sorted[0] as number) >= 0;
  // An array of names says how many classes there are, also where one of them has no image.
  const named = isFromZero && classNames !== null && classNames.length > most;
  const all: (string | number)[] = named ? [...classNames.keys()] : sorted;
  if (all.length > MOST_CLASSES) {
    throw new LabError(
      'labels-out-of-range',
      `The labels have ${all.length} different values; a set has ${MOST_CLASSES} classes at most.`,
      'Nothing was taken. Give classes, not names or measured numbers; or put rare classes together.',
    );
  }
  const plain = !isText && sorted.every((value, index) => value === index);
  const nameOf = (value: string | number) =>
    isText
      ? String(value)
      : named
        ? classNames[value as number]!
        : `class ${String(value).replace('-', '−')}`;
  const names = distinctNames(all.map(nameOf));
  const kept = all.filter((_, index) => !leftOut.includes(names[index]!));
  const keptNames = names.filter((name) => !leftOut.includes(name));
  const indices = new Map(kept.map((value, index) => [value, index]));
  const values = new Uint16Array(found.length);
  const without: number[] = [];
  found.forEach((value, item) => {
    const index = indices.get(isText ? String(value) : value);
    if (index === undefined && !odd.has(item)) without.push(item);
    else values[item] = index ?? 0;
  });
  const classes = Math.max(2, keptNames.length);
  return {
    task: classes > 2 ? 'multi-class' : 'binary',
    classNames: Array.from({ length: classes }, (_, index) => keptNames[index] ?? `class ${index}`),
    width: 1,
    values,
    strata: [...values],
    without,
    oneHot: false,
    columns: 1,
    sentences: [
      ...(plain || named || isText
        ? []
        : [`The labels ${listOf(sorted)} become classes under their own names.`]),
      ...(isText ? [`The names ${listOf(keptNames)} are the classes, in this order.`] : []),
      ...(without.length > 0 ? [`${without.length} images of classes that are left out are not taken.`] : []),
    ],
  };
}

/** The class table and the curves tell classes by their names. */
function distinctNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}

function listOf(values: readonly (string | number)[]): string {
  const shown = values.slice(0, 5).map((value) => String(value).replace('-', '−'));
  return values.length > 5 ? `${shown.join(', ')}…` : shown.join(', ');
}
