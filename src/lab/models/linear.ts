import type { Model } from './model.ts';

export const linear: Model = {
  label: 'Linear model on pixels',
  shortName: 'linear model',
  stages: 0,
  parts: [],
  mapEdge: (_shape, size) => size,
  layers: () => [],
};
