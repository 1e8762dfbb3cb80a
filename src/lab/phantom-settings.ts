import { z } from './zod.ts';

/** The synthetic sets, each in the shape of a real one. */
export const PHANTOM_SHAPES = ['pneumonia', 'nodule', 'vessel', 'derma'] as const;
/** Share of a phantom's images that is for training. */
export const PHANTOM_TRAIN_SHARE = 0.7;
const PHANTOM_VAL_SHARE = 0.1;
export type PhantomShape = (typeof PHANTOM_SHAPES)[number];

interface PhantomForm {
  readonly task: 'binary' | 'multi-class';
  readonly dims: 2 | 3;
  readonly channels: 1 | 3;
  /** The class of images without a finding, and how the others share those with one. */
  readonly common: number;
  readonly shares: readonly number[];
}

const TWO_CLASSES = { task: 'binary', channels: 1, common: 0, shares: [0, 1] } as const;

/** Of derma the images of DermaMNIST's classes: all but the moles, the sixth, are findings. */
export const PHANTOM_FORMS: Readonly<Record<PhantomShape, PhantomForm>> = {
  pneumonia: { ...TWO_CLASSES, dims: 2 },
  nodule: { ...TWO_CLASSES, dims: 3 },
  vessel: { ...TWO_CLASSES, dims: 3 },
  derma: {
    ...{ task: 'multi-class', dims: 2, channels: 3 },
    ...{ common: 5, shares: [327, 514, 1099, 115, 1113, 0, 142] },
  },
};

/** Everything that decides a phantom: the same settings give the same pixels and labels, on every machine. */
export const phantomSettings = z.object({
  shape: z.enum(PHANTOM_SHAPES).default('pneumonia').meta({
    title: 'Shape',
    description:
      'pneumonia: 2D grey; nodule: 3D grey; vessel: 3D binary; derma: 2D colour, seven classes; like the MedMNIST sets of those names.',
  }),
  images: z.int().min(60).max(20_000).default(1200).meta({
    title: 'Images',
    description: 'Images in all; 70 % train, 10 % validate, 20 % test.',
  }),
  positiveFraction: z.number().min(0.02).max(0.98).default(0.25).meta({
    title: 'Positive fraction',
    description: 'Share of images with the finding (of derma: that are no mole): far from 0.5 is imbalanced.',
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

/** What is known of a phantom before it is drawn: its form, and the images of each part. */
export function phantomSize({ shape, images }: Pick<PhantomSettings, 'shape' | 'images'>) {
  const train = Math.round(images * PHANTOM_TRAIN_SHARE);
  const val = Math.round(images * PHANTOM_VAL_SHARE);
  const { dims, channels } = PHANTOM_FORMS[shape];
  return { dims, size: 28, channels, counts: { train, val, test: images - train - val } };
}
