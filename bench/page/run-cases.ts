import type { PhantomShape } from '../../src/lab/phantom-settings.ts';

/** Epochs of a run as the lab trains them, on a phantom with as many images as the set it stands for. */
export interface RunCase {
  readonly name: string;
  readonly shape: PhantomShape;
  readonly counts: Readonly<Record<'train' | 'val' | 'test', number>>;
  readonly recipe: object;
  readonly epochs: number;
  /** Runs that are measured, after a few steps that warm up. */
  readonly runs: number;
}

const AUGMENTED = { augment: { flip: {}, noise: {}, rotation: {} }, normalise: 'train' } as const;
/** As many as PneumoniaMNIST and NoduleMNIST3D have. */
const PNEUMONIA = { train: 4708, val: 524, test: 624 } as const;
const NODULE = { train: 1158, val: 165, test: 310 } as const;
/** What lessons train on. */
const LESSON = { train: 840, val: 120, test: 240 } as const;

export const RUN_CASES: readonly RunCase[] = [
  {
    ...{ name: 'run/2d-64', shape: 'pneumonia', counts: PNEUMONIA, epochs: 3, runs: 3 },
    recipe: { ...AUGMENTED, width: 64, batch: 128 },
  },
  {
    ...{ name: 'run/slices-64', shape: 'nodule', counts: NODULE, epochs: 6, runs: 3 },
    recipe: { ...AUGMENTED, width: 64, batch: 128, volume: 'slices' },
  },
  {
    ...{ name: 'run/3d-64', shape: 'nodule', counts: NODULE, epochs: 2, runs: 3 },
    recipe: { ...AUGMENTED, width: 64, batch: 16 },
  },
  {
    ...{ name: 'run/2d-16', shape: 'pneumonia', counts: LESSON, epochs: 10, runs: 7 },
    recipe: { ...AUGMENTED, width: 16, batch: 64 },
  },
  {
    // Over in a second or two, as the runs of the first minute are.
    ...{ name: 'run/2d-8', shape: 'pneumonia', counts: LESSON, epochs: 6, runs: 9 },
    recipe: { ...AUGMENTED, width: 8, batch: 64 },
  },
];
