import { z } from '../zod.ts';
import { defineChoice } from './choice.ts';

const learningRate = (value: number) =>
  z
    .number()
    .positive()
    .max(10)
    .default(value)
    .meta({ title: 'Learning rate', description: 'Size of each step downhill.' });

const weightDecay = (value: number) =>
  z
    .number()
    .min(0)
    .max(1)
    .default(value)
    .meta({ title: 'Weight decay', description: 'Pull of all weights towards zero.' });

const momentum = (description: string) =>
  z.number().min(0).max(0.999).default(0.9).meta({ title: 'Momentum', description, step: 0.05 });

/** The optimizers a recipe may name; each is implemented by the file of its name in training/optimizer. */
export const OPTIMIZERS = {
  pesg: defineChoice({
    label: 'PESG',
    shortName: 'PESG',
    explanation:
      'Descends in the weights and ascends in α, staying near a reference point: made for the AUC margin loss.',
    settings: z.object({
      learningRate: learningRate(0.1),
      mode: z.enum(['sgd', 'adam']).default('sgd').meta({
        title: 'Mode',
        description:
          'How the gradient moves the weights: with momentum, or by Adam (then use a learning rate near 0.001).',
      }),
      momentum: momentum('Weight of the new gradient in the running mean (as LibAUC defines it).'),
      clip: z
        .number()
        .positive()
        .max(1000)
        .default(1)
        .meta({ title: 'Clip', description: 'Largest gradient of one weight.' }),
      weightDecay: weightDecay(1e-4),
      epochDecay: z
        .number()
        .min(0)
        .max(1)
        .default(3e-3)
        .meta({ title: 'Epoch decay', description: 'Pull towards the mean weights of the stage before.' }),
      reference: z.enum(['random', 'initial', 'zeros']).default('random').meta({
        title: 'Reference',
        description: 'Where the pull starts: N(0, 0.01²) as LibAUC does, at the first weights, or at zero.',
      }),
    }),
  }),
  adam: defineChoice({
    label: 'Adam',
    shortName: 'Adam',
    explanation: 'Gives each weight its own step size: robust with hardly any tuning (Kingma & Ba 2015).',
    settings: z.object({
      learningRate: learningRate(1e-3),
      beta1: z
        .number()
        .min(0)
        .max(0.9999)
        .default(0.9)
        .meta({ title: 'β₁', description: 'Memory of the mean gradient.', step: 0.01 }),
      beta2: z
        .number()
        .min(0)
        .max(0.99999)
        .default(0.999)
        .meta({ title: 'β₂', description: 'Memory of the mean squared gradient.', step: 0.001 }),
      weightDecay: weightDecay(0),
    }),
  }),
  sgd: defineChoice({
    label: 'SGD',
    shortName: 'SGD',
    explanation: 'Plain steps downhill with momentum: simple, needs a well-chosen learning rate.',
    settings: z.object({
      learningRate: learningRate(0.05),
      momentum: momentum('Share of the last step that is kept (as PyTorch defines it).'),
      weightDecay: weightDecay(1e-4),
    }),
  }),
} as const;

export type OptimizerName = keyof typeof OPTIMIZERS;
export type OptimizerSettings<Name extends OptimizerName> = z.infer<(typeof OPTIMIZERS)[Name]['settings']>;
