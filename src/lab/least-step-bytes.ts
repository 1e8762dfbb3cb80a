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
  /** Leading parts of the network that are frozen: they have no way back. */
  readonly frozen?: number;
}

/**
 * Bytes that a training step cannot do without: the images, what the way back needs of the way there (each
 * convolution's output, and what batch-norm makes of it), their gradients, which tfjs keeps to the end of the step, the
 * weights and theirs. The optimizer's state and work space come on top, so a step that fails this fails for certain,
 * and one that passes may still be refused at the tensor that does not fit.
 */
export function leastStepBytes({ shape, edge, batch, bytesPerActivation, frozen = 0 }: StepMemory): number {
  const images = 4 * batch * edge ** shape.dims * shape.channels;
  const layers = convolutionLayers(shape, edge).filter(({ name }) => partOf(name) >= frozen);
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

/** Of a layer such as `stem-7x7`, `stage1-3x3` or `conv1-3x3`: 0 for the first part of its network. */
function partOf(layer: string): number {
  const [, place, number] = /^(stem|stage|conv)(\d?)/.exec(layer)!;
  if (place === 'stem') return 0;
  return place === 'stage' ? Number(number) : Number(number) - 1;
}
