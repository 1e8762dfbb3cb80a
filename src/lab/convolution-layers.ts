import type { ModelShape } from './model-shape.ts';
import type { ConvolutionLayer, Pass } from './models/convolution-layer.ts';
import { modelOf } from './models/registry.ts';

const FLOAT = 4;

/**
 * The distinct convolutions of a network, in order of the forward pass.
 *
 * @param edge length of the image along every axis, in pixels
 */
export function convolutionLayers(
  shape: Omit<ModelShape, 'outputs'>,
  edge: number,
): readonly ConvolutionLayer[] {
  return modelOf(shape.model).layers(shape, edge);
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
