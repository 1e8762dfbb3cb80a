import { z } from '../zod.ts';

/** What happens to the training part before the first epoch: for learning curves, label noise and shortcuts. */
export const protocolSettings = z.strictObject({
  trainFraction: z.number().min(0.01).max(1).default(1).meta({
    title: 'Share of the training part',
    description:
      'Train on so much of the training part only, drawn class by class; a smaller share lies within a larger.',
    step: 0.01,
  }),
  labelNoise: z.number().min(0).max(0.45).default(0).meta({
    title: 'Wrong labels',
    description: 'Share of the training labels that are changed at random; val and test stay clean.',
    step: 0.01,
  }),
  split: z.enum(['official', 'redrawn']).default('official').meta({
    title: 'Split',
    description:
      'redrawn: train and val are drawn anew by the seed, class by class, in their official sizes. Test stays.',
  }),
  folds: z.int().min(2).max(20).nullable().default(null).meta({
    title: 'Folds',
    description:
      'Cut train and val together into so many folds: one validates, the others train. The folds are the same for every recipe and seed. Empty: the official split.',
  }),
  fold: z.int().min(1).max(20).nullable().default(null).meta({
    title: 'Fold that validates',
    description: 'Empty: by the seed. Seed 1 validates on the first fold, seed 2 on the second, and so on.',
  }),
  shortcut: z.number().min(0).max(1).default(0).meta({
    title: 'Planted mark',
    description:
      'So large a share of the training images of the class to be found gets a small square in a corner; val and test have none.',
    step: 0.05,
  }),
});

/** Fields of the protocol younger than the first ones: see LATER_FIELDS. */
export const LATER_PROTOCOL_FIELDS = { split: 'official', folds: null, fold: null, shortcut: 0 } as const;

/** Whether train and val are not the official ones. */
export function hasRedrawnParts({ split, folds }: Pick<Protocol, 'split' | 'folds'>): boolean {
  return folds !== null || split === 'redrawn';
}

/** Mistakes that a published study made without noticing; each can be switched on to see what it does. */
export const pitfallSettings = z.strictObject({
  upsampleMajority: z.boolean().default(false).meta({
    title: 'Upsample the wrong class',
    description: 'Pitfall: upsampling adds its copies to the largest class, so the set gets more unequal.',
  }),
  exactCopies: z.boolean().default(false).meta({
    title: 'Copies that are never augmented',
    description: 'Pitfall: the augmentations do not run; added images are exact copies.',
  }),
  leakySplit: z.boolean().default(false).meta({
    title: 'Upsample before splitting',
    description:
      'Pitfall: train and val are merged, upsampled and split 80/20 at random, so copies of one image are on both sides.',
  }),
  mixedNormalisation: z.boolean().default(false).meta({
    title: 'Mixed normalisation',
    description: 'Pitfall: half of the train and val images are normalised, the test images are not.',
  }),
  frozenDual: z.boolean().default(false).meta({
    title: 'Frozen a, b, α',
    description:
      'Pitfall: the AUC margin loss never updates its own variables, so it can be made 0 by saying 0.',
  }),
});

export type Protocol = z.infer<typeof protocolSettings>;
export type Pitfalls = z.infer<typeof pitfallSettings>;
export type PitfallName = keyof Pitfalls;

export const DEFAULT_PROTOCOL: Protocol = protocolSettings.parse({});
export const NO_PITFALLS: Pitfalls = pitfallSettings.parse({});

/** Whether what validates is not the official part. */
export function takesValApart({ protocol, pitfalls }: { protocol: Protocol; pitfalls: Pitfalls }): boolean {
  return hasRedrawnParts(protocol) || pitfalls.leakySplit;
}

/** The pitfalls that are on, in the order of the schema. */
export function activePitfalls(pitfalls: Pitfalls): readonly PitfallName[] {
  return (Object.keys(NO_PITFALLS) as PitfallName[]).filter((name) => pitfalls[name]);
}
