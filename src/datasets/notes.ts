import { SPLITS, type Split, type SplitData } from '../lab/dataset.ts';
import { acrossText, partName } from '../lab/leak-note.ts';
import type { Duplicates } from './duplicates.ts';
import { absentClasses, type LabelScheme } from './labels.ts';

/** What is worth knowing before trusting a result on this set, one sentence each. */
export function describeData(
  splits: Readonly<Record<Split, SplitData>>,
  scheme: LabelScheme,
  classNames: readonly string[],
  dims: 2 | 3,
  duplicates: Duplicates,
): string[] {
  return [
    ...duplicateNotes(duplicates),
    ...(isBinary(splits) ? [`Every ${dims === 3 ? 'voxel' : 'pixel'} is 0 or 255: there are no greys.`] : []),
    ...blankNotes(splits),
    ...SPLITS.flatMap((split) => {
      const absent = absentClasses(splits[split], scheme).map((label) => classNames[label]);
      return absent.length === 0
        ? []
        : [`The ${partName(split)} part has no image of ${absent.join(', ')}, so no AUC for it.`];
    }),
  ];
}

function duplicateNotes({ groups, images, across, contradicting }: Duplicates): string[] {
  if (groups === 0) return [];
  const where = across
    .filter((pair) => pair.groups > 0)
    .map(({ pair, groups: shared }) => acrossText(shared, pair));
  return [
    `${groups} ${groups === 1 ? 'group' : 'groups'} of exact duplicates (${images} images)${where.length > 0 ? `, ${where.join(', ')}` : ''}.`,
    ...(contradicting > 0
      ? [`In ${contradicting} of these groups the same image has different labels.`]
      : []),
  ];
}

function isBinary(splits: Readonly<Record<Split, SplitData>>): boolean {
  return SPLITS.every((split) => splits[split].images.every((value) => value === 0 || value === 255));
}

/** Images of a single grey, as a failed export leaves them. */
function blankNotes(splits: Readonly<Record<Split, SplitData>>): string[] {
  const found = SPLITS.flatMap((split) => {
    const { count, images } = splits[split];
    const length = images.length / count;
    let blank = 0;
    for (let start = 0; start < images.length; start += length) {
      let at = start + 1;
      while (at < start + length && images[at] === images[start]) at += 1;
      if (at === start + length) blank += 1;
    }
    return blank > 0 ? [`${blank} in the ${partName(split)} part`] : [];
  });
  return found.length > 0 ? [`Images of one single grey, with nothing on them: ${found.join(', ')}.`] : [];
}
