import type { ModelShape } from '../model-shape.ts';
import type { ConvolutionLayer } from './convolution-layer.ts';

/** A leading part of a network, which a run that starts from weights can leave as it is. */
export type PartName = 'stem' | 'stage-1' | 'stage-2' | 'stage-3' | 'stage-4';

/** A network that a recipe may name, as far as the page knows it; it is implemented by a file in training/model. */
export interface Model {
  readonly label: string;
  /** Word used in the name of a run. */
  readonly shortName: string;
  /** Stages whose maps can be looked at, from the first to the last; 0 where it has none. */
  readonly stages: number;
  /** What comes before the head, from the first layer on: so much of it as one likes can be left as it is. */
  readonly parts: readonly PartName[];
  /** Edge of the maps that leave a stage, for images of this edge. */
  mapEdge(shape: Pick<ModelShape, 'stem'>, size: number, stage: number): number;
  /**
   * Its distinct convolutions, in order of the forward pass.
   *
   * @param edge length of the image along every axis, in pixels
   */
  layers(shape: Omit<ModelShape, 'outputs'>, edge: number): readonly ConvolutionLayer[];
}

/** The edge of maps after so many steps of stride 2. */
export function halved(size: number, times: number): number {
  let edge = size;
  for (let turn = 0; turn < times; turn++) edge = Math.ceil(edge / 2);
  return edge;
}
