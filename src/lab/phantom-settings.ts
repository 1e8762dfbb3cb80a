import { z } from './zod.ts';

/** The synthetic sets, each in the shape of a real one. */
export const PHANTOM_SHAPES = ['pneumonia', 'nodule', 'vessel'] as const;
/** Share of a phantom's images that is for training. */
export const PHANTOM_TRAIN_SHARE = 0.7;
export type PhantomShape = (typeof PHANTOM_SHAPES)[number];

/** Everything that decides a phantom: the same settings give the same pixels and labels, on every machine. */
export const phantomSettings = z.object({
  shape: z.enum(PHANTOM_SHAPES).default('pneumonia').meta({
    title: 'Shape',
    description:
      'pneumonia: 2D grey; nodule: 3D grey; vessel: 3D binary, like the MedMNIST sets of those names.',
  }),
  images: z.int().min(60).max(20_000).default(1200).meta({
    title: 'Images',
    description: 'Images in all; 70 % train, 10 % validate, 20 % test.',
  }),
  positiveFraction: z.number().min(0.02).max(0.98).default(0.25).meta({
    title: 'Positive fraction',
    description: 'Share of images with the finding: far from 0.5 is imbalanced.',
  }),
  labelNoise: z.number().min(0).max(0.45).default(0).meta({
    title: 'Label noise',
    description: 'Share of the training labels that are flipped at random; validation and test stay clean.',
  }),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(7)
    .meta({
      title: 'Data seed',
      description: 'Another number draws another set from the same distribution.',
    }),
});

export type PhantomSettings = z.infer<typeof phantomSettings>;
