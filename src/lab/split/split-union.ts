import type { LabelValues } from '../label-values.ts';
import { createRandom, STREAM } from '../random.ts';
import { type Share, stratify } from './stratify.ts';

/** The official training and validation images, training first: what folds and re-drawn splits are made of. */
export interface Union {
  /** Rows as in SplitData.labels, one an image. */
  readonly labels: LabelValues;
  readonly count: number;
  /** Classes, or labels of a multi-label set. */
  readonly classes: number;
  readonly isMultiLabel: boolean;
  /** A name for each image: those of one name stay in one part. */
  readonly groups: ArrayLike<number>;
}

/** Draws of a set rather than of a run; see STREAM. */
const SET_DRAW = 5;

/**
 * Cuts the union into folds of equal size, as far as groups allow, each with the same shares of the classes. The draw
 * is the set's: whatever a recipe or its seed, the folds are the same, so that runs can be held against each other image
 * by image.
 *
 * @param fingerprint of the set
 * @returns the fold of each image, from 1
 */
export function foldsOf(union: Union, folds: number, fingerprint: string): Int32Array {
  const { members, shares } = groupsOf(union);
  const all = sumOf(shares);
  const wanted = Array.from({ length: folds }, () => ({
    size: all.size / folds,
    classes: all.classes.map((count) => count / folds),
  }));
  const random = createRandom(numberOf(fingerprint), STREAM.protocol, SET_DRAW, folds);
  return spread(union, members, stratify(shares, wanted, random)).map((part) => part + 1);
}

/**
 * Draws another training and validation part of the sizes of the official ones, class by class; by the run's seed.
 *
 * @param trainCount the first so many images of the union are the official training part
 * @returns for each image whether it validates
 */
export function redrawnSplit(union: Union, trainCount: number, seed: number, draw: number): Uint8Array {
  const { members, shares } = groupsOf(union);
  const sizeOf = (from: number, to: number) =>
    sumOf(Array.from({ length: to - from }, (_, place) => shareOf(union, [from + place])));
  const wanted = [sizeOf(0, trainCount), sizeOf(trainCount, union.count)];
  const parts = stratify(shares, wanted, createRandom(seed, STREAM.protocol, draw));
  return Uint8Array.from(spread(union, members, parts));
}

/** Which fold validates: as said, else by the seed, so that the seeds 1 to k go once through the k folds. */
export function foldOfRun(
  { folds, fold }: { readonly folds: number; readonly fold: number | null },
  seed: number,
) {
  return fold ?? ((seed - 1 + folds) % folds) + 1;
}

function groupsOf(union: Union): { members: readonly (readonly number[])[]; shares: readonly Share[] } {
  const byName = new Map<number, number[]>();
  for (let image = 0; image < union.count; image++) {
    const name = union.groups[image]!;
    const members = byName.get(name);
    if (members) members.push(image);
    else byName.set(name, [image]);
  }
  const members = [...byName.values()];
  return { members, shares: members.map((images) => shareOf(union, images)) };
}

function shareOf({ labels, classes, isMultiLabel }: Union, images: readonly number[]): Share {
  const counts = new Array<number>(classes).fill(0);
  for (const image of images) {
    if (isMultiLabel)
      for (let name = 0; name < classes; name++) counts[name]! += labels[image * classes + name]!;
    else counts[labels[image]!]! += 1;
  }
  return { size: images.length, classes: counts };
}

function sumOf(shares: readonly Share[]): Share {
  const classes = shares[0]!.classes.map(() => 0);
  let size = 0;
  for (const share of shares) {
    size += share.size;
    for (let name = 0; name < classes.length; name++) classes[name]! += share.classes[name]!;
  }
  return { size, classes };
}

function spread({ count }: Union, members: readonly (readonly number[])[], parts: Int32Array): Int32Array {
  const partOf = new Int32Array(count);
  members.forEach((images, group) => {
    for (const image of images) partOf[image] = parts[group]!;
  });
  return partOf;
}

/** FNV-1a (Fowler, Noll, Vo) over the text, in 32 bits. */
function numberOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}
