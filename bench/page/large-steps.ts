import type { ModelShape } from '../../src/lab/model-shape.ts';

/** A full-width network's step on images of 64 pixels along every axis, measured on `simd` alone. */
export interface LargeStep {
  readonly name: string;
  readonly shape: ModelShape;
  readonly batch: number;
  readonly edge: number;
}

const EDGE = 64;
const FULL = { width: 64, outputs: 1, stem: 'imagenet' } as const;

export const LARGE_STEPS: readonly LargeStep[] = [
  { name: 'step/64-pixels-2d', shape: { ...FULL, dims: 2, channels: 1 }, batch: 32, edge: EDGE },
  // A volume whose slices are channels.
  { name: 'step/64-pixels-slices', shape: { ...FULL, dims: 2, channels: EDGE }, batch: 32, edge: EDGE },
  { name: 'step/64-pixels-3d', shape: { ...FULL, dims: 3, channels: 1 }, batch: 4, edge: EDGE },
];
