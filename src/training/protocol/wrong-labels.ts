import type { DatasetSummary } from '../../lab/dataset.ts';
import { type Random, shuffle } from '../../lab/random.ts';
import type { Item } from './items.ts';

/** Another class for `wrong` of the images; multi-label: the opposite of one label each. */
export function withWrongLabels(
  items: readonly Item[],
  wrong: number,
  { task, classNames }: DatasetSummary,
  random: Random,
): Item[] {
  const order = shuffle(
    items.map((_, place) => place),
    random,
  );
  const changed = [...items];
  for (const place of order.slice(0, wrong)) {
    const label = items[place]!.label.slice();
    if (task === 'multi-label') {
      const which = random.integer(label.length);
      label[which] = 1 - label[which]!;
    } else {
      label[0] = (label[0]! + 1 + random.integer(classNames.length - 1)) % classNames.length;
    }
    changed[place] = { ...items[place]!, label, isWrong: true };
  }
  return changed;
}
