/** What decides the shape of the network. */
export interface ModelShape {
  readonly dims: 2 | 3;
  /** `imagenet`: 7^d stride 2, then max-pool; `small`: 3^d stride 1. */
  readonly stem: 'imagenet' | 'small';
  /** Channels of the first stage; the following have 2, 4 and 8 times as many. */
  readonly width: number;
  /** Channels of the input. */
  readonly channels: number;
  /** Logits per image. */
  readonly outputs: number;
}
