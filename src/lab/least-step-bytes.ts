import { convolutionLayers } from './convolution-layers.ts';
import type { ModelShape } from './model-shape.ts';

/** What a step keeps in memory, whatever the backend. */
export interface StepMemory {
  readonly shape: Omit<ModelShape, 'outputs'>;
  /** Length of the image along every axis, in pixels. */
  readonly edge: number;
  readonly batch: number;
  /** Bytes of one value of an activation: 4, or 2 in half precision. */
  readonly bytesPerActivation: 2 | 4;
}

/**
 * Bytes that a training step cannot do without: the images, what the way back needs of the way there (each
 * convolution's output, and what batch-norm makes of it), their gradients, which tfjs keeps to the end of the step, the
 * weights and theirs. The optimizer's state and work space come on top, so a step that fails this fails for certain,
 * and one that passes may still be refused at the tensor that does not fit.
 */
export function leastStepBytes({ shape, edge, batch, bytesPerActivation }: StepMemory): number {
  const images = 4 * batch * edge ** shape.dims * shape.channels;
  const layers = convolutionLayers(shape, edge);
  const activations = layers.reduce(
    (sum, { count, output, dims, outputs }) => sum + 2 * count * batch * output ** dims * outputs,
    0,
  );
  const weights = layers.reduce(
    (sum, { count, kernel, dims, channels, outputs }) => sum + count * kernel ** dims * channels * outputs,
    0,
  );
  return images + 2 * bytesPerActivation * activations + 2 * 4 * weights;
}
