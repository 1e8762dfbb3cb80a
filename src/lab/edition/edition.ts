import { z } from '../zod.ts';
import { labelRow } from './label-row.ts';

/** Edits that an edition may hold: they are part of each recipe, record and link that uses it. */
export const MOST_EDITS = 10_000;

const image = z.int().min(0);

const ascending = (images: readonly number[]) =>
  images.every((value, at) => at === 0 || images[at - 1]! < value);
const ORDER = { error: 'Images stand in ascending order, each once.' };

/**
 * Better data under a name: which training images are left out, and which get another label. Images are told by their
 * index in the training part of the set with this fingerprint. Validation and test have no place in it: they are what
 * editions are compared by.
 */
export const editionSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(60),
    /** Of the set, see DatasetSummary.fingerprint. */
    fingerprint: z.string().min(1).max(64),
    train: z.strictObject({
      leftOut: z.array(image).max(MOST_EDITS).refine(ascending, ORDER).default([]),
      relabelled: z
        .array(
          z.strictObject({
            image,
            label: labelRow,
          }),
        )
        .max(MOST_EDITS)
        .refine((changes) => ascending(changes.map((change) => change.image)), ORDER)
        .default([]),
    }),
  })
  .refine(
    ({ train }) => {
      const gone = new Set(train.leftOut);
      return train.relabelled.every((change) => !gone.has(change.image));
    },
    { error: 'An image is left out or gets another label, not both.', path: ['train'] },
  );

export type Edition = z.infer<typeof editionSchema>;

/** What names and differences tell of an edition, in place of all its edits. */
export interface EditionMark {
  readonly name: string;
  readonly leftOut: number;
  readonly relabelled: number;
  /** Four hex digits over all of it: editions of one name are told apart by them. */
  readonly digest: string;
}

const marks = new WeakMap<Edition, EditionMark>();

/** Worked out once for each edition, as names are asked for often. */
export function editionMark(edition: Edition): EditionMark {
  let mark = marks.get(edition);
  if (!mark) {
    const { name, train } = edition;
    const changes = train.relabelled.map((change) => `${change.image}=${change.label.join()}`);
    const text = [edition.fingerprint, name, train.leftOut.join(), changes.join(';')].join('|');
    mark = {
      name,
      leftOut: train.leftOut.length,
      relabelled: train.relabelled.length,
      digest: digestOf(text),
    };
    marks.set(edition, mark);
  }
  return mark;
}

/** For instance "edition clean (3 out, 12 relabelled)". */
export function editionText({ name, leftOut, relabelled }: EditionMark): string {
  const edits = [
    ...(leftOut > 0 ? [`${leftOut} out`] : []),
    ...(relabelled > 0 ? [`${relabelled} relabelled`] : []),
  ];
  const prefix = /^edition\b/i.test(name) ? '' : 'edition ';
  return `${prefix}${name}${edits.length > 0 ? ` (${edits.join(', ')})` : ''}`;
}

/** FNV-1a (Fowler, Noll, Vo) over the UTF-16 units, folded to 16 bits. */
function digestOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return ((hash ^ (hash >>> 16)) & 0xffff).toString(16).padStart(4, '0');
}
