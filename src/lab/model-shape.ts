import type { ModelName } from './models/names.ts';

/** What decides the shape of the network. */
export interface ModelShape {
  /** Absent: ResNet-18. */
  readonly model?: ModelName;
  readonly dims: 2 | 3;
  /** Of a ResNet-18: `imagenet`: 7^d stride 2, then max-pool; `small`: 3^d stride 1. */
  readonly stem: 'imagenet' | 'small';
  /** Channels of the first stage; each of the following has twice as many as the one before. */
  readonly width: number;
  /** Channels of the input. */
  readonly channels: number;
  /** Logits per image. */
  readonly outputs: number;
}
