import { dual } from './dual.ts';
import { none } from './none.ts';
import { undersample } from './undersample.ts';
import { upsample } from './upsample.ts';
import { upsampleAugmented } from './upsample-augmented.ts';
import { weightedLoss } from './weighted-loss.ts';

export const BALANCING = {
  none,
  upsample,
  'upsample-augmented': upsampleAugmented,
  undersample,
  'weighted-loss': weightedLoss,
  dual,
} as const;

export type BalancingName = keyof typeof BALANCING;
