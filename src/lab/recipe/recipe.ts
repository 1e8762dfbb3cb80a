import { AUGMENTATIONS } from '../augment/registry.ts';
import { BALANCING } from '../balance/registry.ts';
import { editionSchema } from '../edition/edition.ts';
import { MODEL_NAMES } from '../models/names.ts';
import { startSchema } from '../start/start.ts';
import { z } from '../zod.ts';
import { datasetReference } from './dataset-reference.ts';
import { LOSSES } from './losses.ts';
import { OPTIMIZERS } from './optimizers.ts';
import { pitfallSettings, protocolSettings } from './protocol.ts';

/** Raise when the meaning of a field changes, and teach migrations.ts the way. */
export const RECIPE_VERSION = 1;

type SettingsOf<Registry extends Record<string, { settings: z.ZodObject }>> = {
  [Name in keyof Registry]: Registry[Name]['settings'];
};

function settingsByName<Registry extends Record<string, { settings: z.ZodObject }>>(
  registry: Registry,
): SettingsOf<Registry> {
  return Object.fromEntries(
    Object.entries(registry).map(([name, { settings }]) => [name, settings.strict()]),
  ) as SettingsOf<Registry>;
}

/** Drops the index signature that zod infers for a schema without fields. */
type KnownKeys<Settings> = { [Key in keyof Settings as string extends Key ? never : Key]: Settings[Key] };

type NamedSettings<Registry extends Record<string, { settings: z.ZodObject }>> = {
  [Name in keyof Registry & string]: { name: Name } & KnownKeys<z.infer<Registry[Name]['settings']>>;
}[keyof Registry & string];

/** A choice from a registry, with the settings of what was chosen: { name, ...settings }. */
function choiceOf<Registry extends Record<string, { settings: z.ZodObject }>>(registry: Registry) {
  const options = Object.entries(registry).map(([name, { settings }]) =>
    settings.extend({ name: z.literal(name) }).strict(),
  );
  return z.discriminatedUnion(
    'name',
    options as unknown as [z.ZodObject<{ name: z.ZodLiteral<string> }>],
  ) as unknown as z.ZodType<NamedSettings<Registry>>;
}

/** How long a run is: a recipe gives one of the two, and the other is null. */
export const lengthSettings = z.object({
  epochs: z.int().min(1).max(1000).meta({
    title: 'Epochs',
    description: 'How often the training part, as it is balanced, is gone through.',
  }),
  steps: z.int().min(1).max(1_000_000).meta({
    title: 'Steps',
    description: 'How many batches are trained on, whatever the balancing and the share of the data.',
  }),
});

/**
 * Everything that decides a result. The same recipe on the same data and backend gives the same curve.
 * Titles and descriptions are what the form shows.
 */
export const recipeSchema = z
  .object({
    version: z.literal(RECIPE_VERSION).default(RECIPE_VERSION),
    dataset: datasetReference.default({
      kind: 'phantom',
      shape: 'pneumonia',
      images: 1200,
      positiveFraction: 0.25,
      labelNoise: 0,
      seed: 7,
    }),
    volume: z.enum(['3d', 'slices']).default('3d').meta({
      title: 'Volumes',
      description:
        '3d: kernels of k³ see the volume; slices: the 2D net takes the slices as channels (quicker).',
    }),
    augment: z.object(settingsByName(AUGMENTATIONS)).partial().strict().default({}),
    normalise: z.enum(['none', 'half', 'train']).default('none').meta({
      title: 'Normalise',
      description:
        'half: (x − 0.5) / 0.5; train: by mean and spread of the training part. For val and test as well.',
    }),
    balance: choiceOf(BALANCING).default({ name: 'none' }),
    stem: z.enum(['imagenet', 'small']).default('imagenet').meta({
      title: 'Stem',
      description:
        'imagenet: 7×7, stride 2 and a max-pool (quick); small: 3×3 at full size (about 13 times the work).',
    }),
    model: z.enum(MODEL_NAMES).default('resnet-18').meta({
      title: 'Network',
      description:
        'resnet-18: 18 layers; small-cnn: three convolutions; linear: one weight a pixel. The small ones say whether the large one is worth it.',
    }),
    width: z.int().min(1).max(128).default(16).meta({
      title: 'Width',
      description: 'Channels of the first stage: 64 is the real ResNet-18, 16 has a sixteenth of its work.',
    }),
    loss: choiceOf(LOSSES).default({ name: 'aucm', margin: 1, version: 'v1' }),
    optimizer: choiceOf(OPTIMIZERS).default({
      name: 'pesg',
      learningRate: 0.1,
      mode: 'sgd',
      momentum: 0.9,
      clip: 1,
      weightDecay: 1e-4,
      epochDecay: 3e-3,
      reference: 'random',
    }),
    schedule: z
      .strictObject({
        decayAt: z.array(z.number().min(0).max(1)).max(8).default([0.5, 0.75]).meta({
          title: 'Decay at',
          description: 'Shares of the run after which the learning rate falls.',
        }),
        decayFactor: z
          .number()
          .min(1)
          .max(1000)
          .default(10)
          .meta({ title: 'Decay factor', description: 'The learning rate is divided by this.' }),
        warmUpEpochs: z.int().min(0).max(500).default(0).meta({
          title: 'Warm-up epochs',
          description:
            'First epochs with cross-entropy and Adam, before the chosen loss and optimizer take over; none of them counts as best epoch.',
        }),
        warmUpLearningRate: z
          .number()
          .positive()
          .max(1)
          .default(1e-3)
          .meta({ title: 'Warm-up rate', description: 'Adam’s learning rate while warming up.' }),
      })
      .prefault({}),
    batch: z
      .int()
      .min(2)
      .max(1024)
      .default(128)
      .meta({ title: 'Batch', description: 'Images per step: more is steadier and needs more memory.' }),
    epochs: lengthSettings.shape.epochs.nullable().default(10).meta(lengthSettings.shape.epochs.meta()!),
    steps: lengthSettings.shape.steps.nullable().default(null).meta(lengthSettings.shape.steps.meta()!),
    patience: z.int().min(1).max(1000).nullable().default(null).meta({
      title: 'Patience',
      description:
        'Stop early after so many epochs without a better val AUC; those of the warm-up do not count. Empty: never.',
    }),
    seed: z
      .int()
      .min(0)
      .max(2 ** 31 - 1)
      .default(1)
      .meta({
        title: 'Seed',
        description: 'Decides weights, order and augmentation: another seed is another draw.',
      }),
    precision: z.enum(['single', 'half']).default('single').meta({
      title: 'Precision',
      description:
        'half: activations take 16 bits, weights and sums 32. Less memory and traffic on a GPU; needs WebGPU.',
    }),
    edition: editionSchema.nullable().default(null).meta({
      title: 'Edition',
      description: 'Training images that are left out or get another label, under one name; made under Data.',
    }),
    start: startSchema.nullable().default(null).meta({
      title: 'Starts from',
      description:
        'Weights that the run starts from, and how much of them stays as it is; none: drawn by the seed.',
    }),
    protocol: protocolSettings.prefault({}),
    pitfalls: pitfallSettings.prefault({}),
  })
  .strict()
  .refine(({ epochs, steps }) => (epochs === null) !== (steps === null), {
    error: 'A run is as long as its epochs or its steps say: one of the two, and not both.',
    path: ['steps'],
  });

export type Recipe = z.infer<typeof recipeSchema>;

export const DEFAULT_RECIPE: Recipe = recipeSchema.parse({});
