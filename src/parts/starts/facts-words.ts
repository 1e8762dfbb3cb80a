import { MODELS } from '../../lab/models/registry.ts';
import type { WeightsFacts } from '../../lab/start/weights.ts';

/** What net weights are of, for instance "ResNet-18, width 16, 3D". */
export function factsWords({ model, width, dims, stem }: WeightsFacts): string {
  const { shortName } = MODELS[model];
  if (model === 'linear') return shortName;
  const more = [...(dims === 3 ? ['3D'] : []), ...(stem === 'small' ? ['small stem'] : [])];
  return [shortName, `width ${width}`, ...more].join(', ');
}
