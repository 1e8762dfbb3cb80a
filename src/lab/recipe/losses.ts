import { z } from '../zod.ts';
import { defineChoice } from './choice.ts';

/** The losses a recipe may name; each is implemented by the file of its name in training/loss. */
export const LOSSES = {
  'cross-entropy': defineChoice({
    label: 'Cross-entropy',
    shortName: 'CE',
    explanation:
      'Rewards the right probability for every image; several classes share it by softmax. The usual loss.',
    settings: z.object({}),
  }),
  bce: defineChoice({
    label: 'Binary cross-entropy',
    shortName: 'BCE',
    explanation:
      'One yes-or-no question for each class or label by itself; the same as cross-entropy for two classes.',
    settings: z.object({}),
  }),
  aucm: defineChoice({
    label: 'AUC margin',
    shortName: 'AUCM',
    explanation:
      'Rewards ranking positives above negatives by a margin: aims at the AUC itself (Yuan et al. 2021).',
    settings: z.object({
      margin: z.number().min(0.1).max(2).default(1).meta({
        title: 'Margin',
        description: 'Wanted distance between the mean scores of the classes.',
        step: 0.1,
      }),
      version: z.enum(['v1', 'v2']).default('v1').meta({
        title: 'Version',
        description:
          'v1 weighs by the batch’s positive share; v2 by class means and needs both classes in each batch.',
      }),
    }),
  }),
} as const;

export type LossName = keyof typeof LOSSES;
export type LossSettings<Name extends LossName> = z.infer<(typeof LOSSES)[Name]['settings']>;
