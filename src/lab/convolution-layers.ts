import type { ModelShape } from './model-shape.ts';

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
const FLOAT = 4;

/**
 * The distinct convolutions of a ResNet-18, in order of the forward pass.
 *
 * @param edge length of the image along every axis, in pixels
 */
export function convolutionLayers(
  { dims, stem, width, channels }: Omit<ModelShape, 'outputs'>,
  edge: number,
): readonly ConvolutionLayer[] {
  let size = edge;
  const layer = (place: string, kernel: number, stride: number, from: number, to: number, count: number) => ({
    name: `${place}-${new Array<number>(dims).fill(kernel).join('x')}${stride > 1 ? `-s${stride}` : ''}`,
    ...{ dims, kernel, stride, pad: (kernel - 1) / 2, channels: from, outputs: to, count },
    ...{ input: size, output: Math.ceil(size / stride), passes: ALL_PASSES },
  });
  const imagenet = stem === 'imagenet';
  const first = layer('stem', imagenet ? 7 : 3, imagenet ? 2 : 1, channels, width, 1);
  const layers: ConvolutionLayer[] = [{ ...first, passes: ['forward', 'filter-gradient'] }];
  // The max-pooling behind the ImageNet stem halves the map once more.
  size = imagenet ? Math.ceil(first.output / 2) : first.output;
  layers.push(layer('stage1', 3, 1, width, width, 4));
  for (let stage = 1; stage < 4; stage++) {
    const [from, to] = [width * 2 ** (stage - 1), width * 2 ** stage];
    const place = `stage${stage + 1}`;
    const strided = layer(place, 3, 2, from, to, 1);
    layers.push(strided, layer(place, 1, 2, from, to, 1));
    size = strided.output;
    layers.push(layer(place, 3, 1, to, to, 3));
  }
  return layers;
}

/**
 * Nominal floating-point operations of one pass for one image: two for each multiply-add, as if padding were computed
 * with. All passes of a layer cost the same.
 */
export function layerFlops({ dims, kernel, output, channels, outputs }: ConvolutionLayer): number {
  return 2 * (output * kernel) ** dims * channels * outputs;
}

/** Pairs of a tap and a pixel along one axis, without padding, and how many taps and pixels are in any pair. */
function meetings({ kernel, stride, pad, input, output }: ConvolutionLayer) {
  const [taps, pixels] = [new Set<number>(), new Set<number>()];
  let pairs = 0;
  for (let position = 0; position < output; position++) {
    const first = position * stride - pad;
    for (let pixel = Math.max(first, 0); pixel < Math.min(first + kernel, input); pixel++) {
      taps.add(pixel - first);
      pixels.add(pixel);
      pairs += 1;
    }
  }
  return { pairs, taps: taps.size, pixels: pixels.size };
}

/**
 * Operations of one pass for one image without those on padding, which our kernels leave out: less than half of the
 * nominal ones where maps are of a few pixels.
 */
export function usefulFlops(layer: ConvolutionLayer): number {
  return 2 * meetings(layer).pairs ** layer.dims * layer.channels * layer.outputs;
}

/**
 * Bytes that a pass must move at least: input, filter and output once each. Of what it reads only the pixels and taps
 * that meet count; what it writes is written whole.
 */
export function layerBytes(layer: ConvolutionLayer, pass: Pass, batch: number): number {
  const { dims, kernel, input, output, channels, outputs } = layer;
  const { taps, pixels } = meetings(layer);
  const touchedInput = (pass === 'input-gradient' ? input : pixels) ** dims * channels;
  const touchedTaps = (pass === 'filter-gradient' ? kernel : taps) ** dims;
  return FLOAT * (batch * (touchedInput + output ** dims * outputs) + touchedTaps * channels * outputs);
}

/**
 * Nominal floating-point operations of the convolutions of one training step for one image: forward and both
 * gradients, without the stem's input gradient.
 */
export function stepFlops(shape: Omit<ModelShape, 'outputs'>, edge: number): number {
  return convolutionLayers(shape, edge).reduce(
    (sum, layer) => sum + layer.count * layer.passes.length * layerFlops(layer),
    0,
  );
}
