import type { Split } from './dataset.ts';

const PART: Readonly<Record<Split, string>> = { train: 'training', val: 'validation', test: 'test' };
const PARTS = Object.values(PART).join('|');
const LEAK = new RegExp(`\\d across (${PARTS}) and (${PARTS})`);

/** Name of a part in a sentence. */
export function partName(split: Split): string {
  return PART[split];
}

/** For instance "8 across training and validation": so many groups of equal images are in both parts. */
export function acrossText(groups: number, [one, other]: readonly [Split, Split]): string {
  return `${groups} across ${PART[one]} and ${PART[other]}`;
}

/** Whether a note of DatasetSummary.notes tells of equal images, wherever they are. */
export function isDuplicateNote(note: string): boolean {
  return note.includes('exact duplicates') || note.includes('same image has different labels');
}

/** Whether a note of DatasetSummary.notes tells of equal images in two parts; those of stored records do as well. */
export function isLeakNote(note: string): boolean {
  return LEAK.test(note);
}
