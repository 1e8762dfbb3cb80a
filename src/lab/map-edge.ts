import type { ModelShape } from './model-shape.ts';

const STAGES = 4;
/** Fewer places to a side would say little of where. */
const FEWEST_PLACES = 4;

/** Edge of the maps that leave a stage (1 to 4) of ResNet-18, for images of this edge. */
export function mapEdge({ stem }: Pick<ModelShape, 'stem'>, size: number, stage: number): number {
  const halvings = (stem === 'imagenet' ? 2 : 0) + stage - 1;
  let edge = size;
  for (let turn = 0; turn < halvings; turn++) edge = Math.ceil(edge / 2);
  return edge;
}

/** The last stage whose maps have at least 4 places to a side: of an image of 28 pixels the last has one or four. */
export function telltaleStage(shape: Pick<ModelShape, 'stem'>, size: number): number {
  for (let stage = STAGES; stage > 1; stage--) {
    if (mapEdge(shape, size, stage) >= FEWEST_PLACES) return stage;
  }
  return 1;
}
