import { SPLITS, type Split, type SplitData } from '../lab/dataset.ts';
import { breathe } from './cancellation.ts';

/** Images that are the same to the last pixel. */
export interface Duplicates {
  /** Groups of two or more equal images, wherever they are. */
  readonly groups: number;
  /** Images in these groups. */
  readonly images: number;
  /** Groups with members in both parts, by pair. */
  readonly across: readonly { readonly pair: readonly [Split, Split]; readonly groups: number }[];
  /** Groups whose members do not all have the same label. */
  readonly contradicting: number;
}

interface Member {
  readonly split: Split;
  readonly index: number;
}

const PAIRS: readonly (readonly [Split, Split])[] = [
  ['train', 'val'],
  ['train', 'test'],
  ['val', 'test'],
];

/** Bytes hashed before other work of the thread may run. */
const SLICE = 2 ** 23;

/**
 * Finds exact duplicates within and across the parts of a set.
 *
 * @throws LabError `cancelled`
 */
export async function findDuplicates(
  splits: Readonly<Record<Split, SplitData>>,
  signal: AbortSignal,
): Promise<Duplicates> {
  const groups = new Map<string, Member[]>();
  let sinceBreath = 0;
  for (const split of SPLITS) {
    const { count } = splits[split];
    for (let index = 0; index < count; index++) {
      const image = imageOf(splits, { split, index });
      addToGroup(groups, splits, { split, index }, image);
      sinceBreath += image.length;
      if (sinceBreath > SLICE) {
        sinceBreath = 0;
        await breathe(signal);
      }
    }
  }
  const repeated = [...groups.values()].filter((members) => members.length > 1);
  const hasBoth = (members: readonly Member[], pair: readonly Split[]) =>
    pair.every((split) => members.some((member) => member.split === split));
  return {
    groups: repeated.length,
    images: repeated.reduce((sum, members) => sum + members.length, 0),
    across: PAIRS.map((pair) => ({
      pair,
      groups: repeated.filter((members) => hasBoth(members, pair)).length,
    })),
    contradicting: repeated.filter(
      (members) => new Set(members.map((member) => labelOf(splits, member))).size > 1,
    ).length,
  };
}

/**
 * A number for each image of the parts, one after the other: equal images have one number. Parts without pixels have no
 * equal images.
 */
export function equalImages(parts: readonly SplitData[]): Int32Array {
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  if (parts.some(({ images }) => images.length === 0))
    return Int32Array.from({ length: total }, (_, place) => place);
  const groups = new Map<string, { readonly image: Uint8Array; readonly members: number[] }>();
  let place = 0;
  for (const { count, images } of parts) {
    const length = images.length / count;
    for (let index = 0; index < count; index++, place++) {
      const image = images.subarray(index * length, (index + 1) * length);
      const [key, group] = groupOf(groups, image, (other) => other.image);
      if (group) group.members.push(place);
      else groups.set(key, { image, members: [place] });
    }
  }
  const numbers = new Int32Array(total);
  [...groups.values()].forEach(({ members }, number) => {
    for (const member of members) numbers[member] = number;
  });
  return numbers;
}

function imageOf(splits: Readonly<Record<Split, SplitData>>, { split, index }: Member): Uint8Array {
  const { count, images } = splits[split];
  const length = images.length / count;
  return images.subarray(index * length, (index + 1) * length);
}

function labelOf(splits: Readonly<Record<Split, SplitData>>, { split, index }: Member): string {
  const { count, labels } = splits[split];
  const width = labels.length / count;
  return labels.subarray(index * width, (index + 1) * width).join();
}

function addToGroup(
  groups: Map<string, Member[]>,
  splits: Readonly<Record<Split, SplitData>>,
  member: Member,
  image: Uint8Array,
) {
  const [key, group] = groupOf(groups, image, (members) => imageOf(splits, members[0]!));
  if (group) group.push(member);
  else groups.set(key, [member]);
}

/** Equal hashes are compared byte by byte; different images with one hash go to the next free name. */
function groupOf<Group>(
  groups: ReadonlyMap<string, Group>,
  image: Uint8Array,
  imageIn: (group: Group) => Uint8Array,
): readonly [string, Group | undefined] {
  const hash = hashOf(image);
  for (let attempt = 0; ; attempt++) {
    const key = `${hash}.${attempt}`;
    const group = groups.get(key);
    if (group === undefined || equal(imageIn(group), image)) return [key, group];
  }
}

/** FNV-1a (Fowler, Noll and Vo) over the bytes, in 32 bits: collisions are resolved by {@link groupOf}. */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < bytes.length; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}
