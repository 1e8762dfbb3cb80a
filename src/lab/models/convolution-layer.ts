/** The products of one convolution in a training step. */
export type Pass = 'forward' | 'input-gradient' | 'filter-gradient';

/** Convolutions of a network that have one shape, equal along every spatial axis; lengths in pixels. */
export interface ConvolutionLayer {
  /** Its place in the network, for instance `stage2-3x3-s2`. */
  readonly name: string;
  readonly dims: 2 | 3;
  readonly kernel: number;
  readonly stride: number;
  readonly pad: number;
  readonly input: number;
  readonly output: number;
  readonly channels: number;
  readonly outputs: number;
  /** How many convolutions of the network have this shape. */
  readonly count: number;
  /** What a step needs of it: nobody asks for the gradient of the images. */
  readonly passes: readonly Pass[];
}

const ALL_PASSES: readonly Pass[] = ['forward', 'input-gradient', 'filter-gradient'];

/**
 * A convolution of a network, padded so that its output is its input over the stride.
 *
 * @param isFirst whether it sees the images, of which nobody asks for the gradient
 */
export function convolutionLayer(
  place: string,
  {
    count = 1,
    isFirst = false,
    ...shape
  }: Pick<ConvolutionLayer, 'dims' | 'kernel' | 'stride' | 'input' | 'channels' | 'outputs'> & {
    readonly count?: number;
    readonly isFirst?: boolean;
  },
): ConvolutionLayer {
  const { dims, kernel, stride, input } = shape;
  return {
    ...shape,
    name: `${place}-${new Array<number>(dims).fill(kernel).join('x')}${stride > 1 ? `-s${stride}` : ''}`,
    pad: (kernel - 1) / 2,
    output: Math.ceil(input / stride),
    count,
    passes: isFirst ? ['forward', 'filter-gradient'] : ALL_PASSES,
  };
}
