import type { DatasetSummary } from '../../lab/dataset.ts';
import type { LabelValues } from '../../lab/label-values.ts';
import { type Random, shuffle } from '../../lab/random.ts';
import { markedClass } from '../../lab/shortcut-mark.ts';
import type { Item } from './items.ts';

/** So large a share of the images of one class, by the labels that they are trained with, gets the mark: one at least. */
export function withMarks(
  items: readonly Item[],
  share: number,
  summary: DatasetSummary,
  random: Random,
): Item[] {
  const marked = markedClass(summary);
  const places = items.flatMap(({ label }, place) => (isOf(label, summary, marked) ? [place] : []));
  const chosen = new Set(shuffle(places, random).slice(0, Math.max(1, Math.round(share * places.length))));
  return items.map((item, place) => (chosen.has(place) ? { ...item, isMarked: true } : item));
}

function isOf(label: LabelValues, { task }: DatasetSummary, name: number): boolean {
  return task === 'multi-label' ? label[name] === 1 : label[0] === name;
}
