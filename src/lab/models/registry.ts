import { linear } from './linear.ts';
import type { Model } from './model.ts';
import type { ModelName } from './names.ts';
import { resnet18 } from './resnet18.ts';
import { smallCnn } from './small-cnn.ts';

/** What the page knows of each network; each is implemented by its line in training/model/registry.ts. */
export const MODELS: Readonly<Record<ModelName, Model>> = {
  'resnet-18': resnet18,
  'small-cnn': smallCnn,
  linear,
};

/** @param name absent: ResNet-18 */
export function modelOf(name: ModelName = 'resnet-18'): Model {
  return MODELS[name];
}
