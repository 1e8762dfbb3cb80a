import type { ModelShape } from './model-shape.ts';
import { modelOf } from './models/registry.ts';

/** Fewer places to a side would say little of where. */
const FEWEST_PLACES = 4;

/** Edge of the maps that leave a stage (from 1) of the network, for images of this edge. */
export function mapEdge(shape: Pick<ModelShape, 'model' | 'stem'>, size: number, stage: number): number {
  return modelOf(shape.model).mapEdge(shape, size, stage);
}

/** The last stage whose maps have at least 4 places to a side: of an image of 28 pixels the last has one or four. */
export function telltaleStage(shape: Pick<ModelShape, 'model' | 'stem'>, size: number): number {
  for (let { stages: stage } = modelOf(shape.model); stage > 1; stage--) {
    if (mapEdge(shape, size, stage) >= FEWEST_PLACES) return stage;
  }
  return 1;
}
