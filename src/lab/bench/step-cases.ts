import type { ModelShape } from '../model-shape.ts';

/** A full-width network's step on images of EDGE pixels along every axis. */
export interface StepCase {
  readonly name: string;
  /** For a person. */
  readonly title: string;
  readonly shape: ModelShape;
  readonly batch: number;
  /** Batch for the backends that would need minutes for the whole one. */
  readonly slowBatch: number;
}

export const EDGE = 28;

const FULL = { width: 64, channels: 1, outputs: 1 } as const;

export const STEP_CASES: readonly StepCase[] = [
  {
    ...{ name: 'step/2d-imagenet', title: '2D, ImageNet stem', batch: 128, slowBatch: 8 },
    shape: { ...FULL, dims: 2, stem: 'imagenet' },
  },
  {
    ...{ name: 'step/2d-small', title: '2D, small stem', batch: 32, slowBatch: 1 },
    shape: { ...FULL, dims: 2, stem: 'small' },
  },
  {
    ...{ name: 'step/3d-imagenet', title: '3D, ImageNet stem', batch: 16, slowBatch: 1 },
    shape: { ...FULL, dims: 3, stem: 'imagenet' },
  },
];

/**
 * A step so narrow that hardly anything is computed in it: what is left is what each step takes for itself, which most
 * of the time of a small run goes to.
 */
export const NARROW_STEP: StepCase = {
  ...{ name: 'step/2d-narrow', title: '2D, width 4', batch: 16, slowBatch: 1 },
  shape: { ...FULL, width: 4, dims: 2, stem: 'imagenet' },
};

/** All steps that are measured; layers are those of the full width alone. */
export const MEASURED_STEPS: readonly StepCase[] = [...STEP_CASES, NARROW_STEP];
