import type { Attribute } from '../attributes/attribute.ts';
import type { Split, Task } from '../dataset.ts';
import { emptyLike } from '../label-values.ts';
import type { Predictions } from '../run-record.ts';
import { accuracy } from '../statistics/scores.ts';
import { wilsonInterval } from '../statistics/wilson.ts';
import type { Work } from '../work.ts';
import { classAucs } from './class-aucs.ts';
import type { Rate } from './class-rates.ts';
import { scoredPart } from './scored-part.ts';

/** With fewer images of a class than these an AUC hangs on single images. */
export const FEW_IMAGES = 10;

/** What a run scores on the images of one group. */
export interface GroupScore {
  readonly name: string;
  readonly count: number;
  /** Of the rarest class (of labels: having it or not), over those that an AUC is defined for; 0: none is. */
  readonly rarest: number;
  /** With DeLong's interval; of several classes or labels the mean. */
  readonly auc: Rate;
  /** With Wilson's interval; of several labels without one, as those of one image are not independent. */
  readonly accuracy: Rate;
}

/**
 * The group of each image of a run's part; null where it cannot be told: the run made its part anew, and kept no account of
 * where its images are from.
 */
export function codesOfPart(
  { codes }: Attribute,
  part: Exclude<Split, 'train'>,
  { union, logits, outputs }: Predictions,
): readonly number[] | null {
  const count = logits.length / outputs;
  if (union) {
    const all = [...codes.train, ...codes.val];
    return union.every((place) => place < all.length) ? Array.from(union, (place) => all[place]!) : null;
  }
  return codes[part].length === count ? codes[part] : null;
}

/** Scores of each group that has images, in their order. @param codes of {@link codesOfPart} */
export function* byAttribute(
  predictions: Predictions,
  task: Task,
  groups: readonly string[],
  codes: readonly number[],
): Work<readonly GroupScore[]> {
  const found: GroupScore[] = [];
  for (const [group, name] of groups.entries()) {
    const images = codes.flatMap((code, image) => (code === group ? [image] : []));
    if (images.length > 0) found.push(yield* groupScore(name, subset(predictions, images), task));
  }
  return found;
}

function* groupScore(name: string, predictions: Predictions, task: Task): Work<GroupScore> {
  const part = yield* scoredPart(predictions, task);
  const { mean } = yield* classAucs(part);
  const right = accuracy(predictions, task);
  const sizes = part.held.flatMap((held) => {
    const own = held.reduce((sum, value) => sum + value, 0);
    const least = Math.min(own, part.count - own);
    return least > 0 ? [least] : [];
  });
  return {
    name,
    count: part.count,
    rarest: sizes.length > 0 ? Math.min(...sizes) : 0,
    auc: mean,
    accuracy: {
      value: right,
      interval: task === 'multi-label' ? null : wilsonInterval(Math.round(right * part.count), part.count),
    },
  };
}

function subset(
  { logits, labels, outputs, activation }: Predictions,
  images: readonly number[],
): Predictions {
  const width = labels.length / (logits.length / outputs);
  const rows = new Float64Array(images.length * outputs);
  const own = emptyLike(labels, images.length * width);
  images.forEach((image, place) => {
    rows.set(logits.subarray(image * outputs, (image + 1) * outputs), place * outputs);
    own.set(labels.subarray(image * width, (image + 1) * width), place * width);
  });
  return { logits: rows, labels: own, outputs, activation };
}
