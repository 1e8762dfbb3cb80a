import { SPLITS, type Split, type Task } from '../dataset.ts';
import type { LabelValues } from '../label-values.ts';
import { classesOf } from './image-classes.ts';
import { firstId } from './image-ids.ts';
import type { ScoreColumn } from './score-columns.ts';

export const ORDERS = ['file', 'given', 'class', 'typical', 'unusual', 'score', 'bright'] as const;
export type ImageOrder = (typeof ORDERS)[number];

/** Which images are wanted, and in which order. */
export interface ImageQuery {
  readonly parts: readonly Split[];
  /** Null: all. An image of several labels is shown if it has one of them; the number of labels stands for "no label". */
  readonly classes: readonly number[] | null;
  readonly answer: 'any' | 'right' | 'wrong';
  /** Lowest and highest score. */
  readonly scores: readonly [number, number];
  readonly twins: 'any' | 'exact' | 'near';
  /** Only these ids; null: all. The order `given` is theirs. */
  readonly only: readonly number[] | null;
  readonly order: ImageOrder;
  readonly backwards: boolean;
}

export const ALL_IMAGES: ImageQuery = {
  parts: ['train'],
  classes: null,
  answer: 'any',
  scores: [0, 1],
  twins: 'any',
  only: null,
  order: 'file',
  backwards: false,
};

/** What is known of each image of a set, by id. */
export interface ImageTable {
  readonly task: Task;
  readonly counts: Readonly<Record<Split, number>>;
  /** Label rows of all parts, as in SplitData.labels. */
  readonly labels: LabelValues;
  /** Correlation with the mean image of its class, −1 to 1. */
  readonly typicality: Float32Array;
  /** Mean grey, 0 to 255. */
  readonly brightness: Float32Array;
  /** 1 where another image is the same to the last pixel. */
  readonly exactTwins: Uint8Array;
  /** The same of near duplicates; null: they have not been looked for. */
  readonly nearTwins: Uint8Array | null;
}

/** Whether a query can be met by images that a run has scored only. */
export function needsScores({ answer, scores, order }: ImageQuery): boolean {
  return answer !== 'any' || scores[0] > 0 || scores[1] < 1 || order === 'score';
}

/**
 * The images that a query asks for, in its order; ties stay in the order of the file. Images without a score are left out
 * where the query is about scores.
 *
 * @param columns what a run says of some parts
 * @returns ids, see image-ids
 */
export function chooseImages(
  table: ImageTable,
  query: ImageQuery,
  columns: readonly ScoreColumn[],
): Uint32Array {
  const scored = needsScores(query);
  const scores = scored ? scoresById(table, columns) : null;
  const only = query.only && new Set(query.only);
  const wanted = query.classes && new Set(query.classes);
  const found: number[] = [];
  for (const split of SPLITS) {
    if (!query.parts.includes(split)) continue;
    const start = firstId(split, table.counts);
    for (let id = start; id < start + table.counts[split]; id++) {
      if (only && !only.has(id)) continue;
      if (wanted && !rowClasses(table, id).some((label) => wanted.has(label))) continue;
      if (query.twins === 'exact' && table.exactTwins[id] === 0) continue;
      if (query.twins === 'near' && table.nearTwins?.[id] !== 1) continue;
      if (scores && !fits(query, scores.score[id]!, scores.right[id]!)) continue;
      found.push(id);
    }
  }
  return ordered(table, Uint32Array.from(found), query, scores?.score ?? null);
}

function fits({ answer, scores }: ImageQuery, score: number, right: number): boolean {
  if (Number.isNaN(score) || score < scores[0] || score > scores[1]) return false;
  return answer === 'any' || (answer === 'right') === (right === 1);
}

/** By id; NaN where the run says nothing. */
function scoresById({ counts }: ImageTable, columns: readonly ScoreColumn[]) {
  const images = counts.train + counts.val + counts.test;
  const score = new Float32Array(images).fill(Number.NaN);
  const right = new Uint8Array(images);
  for (const column of columns) {
    if (column.score.length !== counts[column.split]) continue;
    score.set(column.score, firstId(column.split, counts));
    right.set(column.right, firstId(column.split, counts));
  }
  return { score, right };
}

function rowClasses({ labels, counts, task }: ImageTable, id: number): readonly number[] {
  const width = labels.length / (counts.train + counts.val + counts.test);
  return classesOf(labels.subarray(id * width, (id + 1) * width), task);
}

function ordered(
  table: ImageTable,
  ids: Uint32Array,
  query: ImageQuery,
  score: Float32Array | null,
): Uint32Array {
  const value = sortValue(table, query, score);
  if (value) {
    const keys = new Float64Array(table.typicality.length);
    for (const id of ids) keys[id] = value(id);
    ids.sort((a, b) => keys[a]! - keys[b]! || a - b);
  }
  return query.backwards ? ids.reverse() : ids;
}

/** Null: as they are. */
function sortValue(
  table: ImageTable,
  { order, only }: Pick<ImageQuery, 'order' | 'only'>,
  score: Float32Array | null,
): ((id: number) => number) | null {
  switch (order) {
    case 'file':
      return null;
    case 'given': {
      const places = new Map(only?.map((id, place) => [id, place]));
      return (id) => places.get(id) ?? 0;
    }
    case 'class':
      return (id) => rowClasses(table, id)[0]!;
    case 'typical':
      return (id) => -table.typicality[id]!;
    case 'unusual':
      return (id) => table.typicality[id]!;
    case 'score':
      return (id) => score![id]!;
    case 'bright':
      return (id) => -table.brightness[id]!;
  }
}
