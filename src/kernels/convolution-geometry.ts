import * as tf from '@tensorflow/tfjs-core';

/** One spatial axis of a convolution; lengths in pixels. */
export interface Axis {
  readonly input: number;
  readonly output: number;
  readonly kernel: number;
  readonly stride: number;
  /** Zeros before the first pixel. */
  readonly pad: number;
}

/** A convolution over three spatial axes; in 2D the first has length 1. */
export interface ConvolutionGeometry {
  readonly batch: number;
  readonly axes: readonly [Axis, Axis, Axis];
  readonly channels: number;
  readonly outputs: number;
  readonly outputShape: readonly number[];
}

type Strides3 = [number, number, number];
type Pad = 'same' | 'valid' | number;

/** Attributes of the convolution kernels, 2D and 3D, forward and gradients. */
export interface ConvolutionAttributes {
  readonly strides: number | readonly number[];
  readonly pad: Pad | tf.backend_util.ExplicitPadding;
  readonly dilations?: number | readonly number[];
  readonly dataFormat?: string;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Geometry of a convolution, or undefined where the stock kernel has to do it (dilations, channels first). */
export function convolutionGeometry(
  xShape: readonly number[],
  filterShape: readonly number[],
  { strides, pad, dilations = 1, dataFormat, dimRoundingMode }: ConvolutionAttributes,
): ConvolutionGeometry | undefined {
  if ([dilations].flat().some((dilation) => dilation !== 1)) return undefined;
  if (dataFormat === 'NCHW' || dataFormat === 'NCDHW') return undefined;
  if (xShape.length === 4) {
    const info = tf.backend_util.computeConv2DInfo(
      [...xShape] as [number, number, number, number],
      [...filterShape] as [number, number, number, number],
      strides as number | [number, number],
      1,
      pad,
      dimRoundingMode,
    );
    return {
      batch: info.batchSize,
      channels: info.inChannels,
      outputs: info.outChannels,
      outputShape: info.outShape,
      axes: [
        { input: 1, output: 1, kernel: 1, stride: 1, pad: 0 },
        axis(info.inHeight, info.outHeight, info.filterHeight, info.strideHeight, info.padInfo.top),
        axis(info.inWidth, info.outWidth, info.filterWidth, info.strideWidth, info.padInfo.left),
      ],
    };
  }
  const info = tf.backend_util.computeConv3DInfo(
    [...xShape] as [number, number, number, number, number],
    [...filterShape] as [number, number, number, number, number],
    strides as number | Strides3,
    1,
    // tfjs declares no numbers here but computes them (get3DPadAndOutInfo).
    pad as 'same' | 'valid',
  );
  return {
    batch: info.batchSize,
    channels: info.inChannels,
    outputs: info.outChannels,
    outputShape: info.outShape,
    axes: [
      axis(info.inDepth, info.outDepth, info.filterDepth, info.strideDepth, info.padInfo.front),
      axis(info.inHeight, info.outHeight, info.filterHeight, info.strideHeight, info.padInfo.top),
      axis(info.inWidth, info.outWidth, info.filterWidth, info.strideWidth, info.padInfo.left),
    ],
  };
}

function axis(input: number, output: number, kernel: number, stride: number, pad: number): Axis {
  return { input, output, kernel, stride, pad };
}

/** Positions along one axis that meet the same taps. */
export interface AxisClass {
  /** Output positions (forward) or input positions (input gradient), ascending. */
  readonly positions: readonly number[];
  /** Where each position's window begins in the other map: the pixel that offset 0 means; may lie outside it. */
  readonly bases: readonly number[];
  /** Taps that meet a pixel, each with its pixel's distance from the base. */
  readonly taps: readonly { readonly tap: number; readonly offset: number }[];
}

/** Groups output positions by the taps that do not fall on padding. */
export function forwardClasses({ input, output, kernel, stride, pad }: Axis): AxisClass[] {
  return classes(output, (position) => {
    const base = position * stride - pad;
    const taps = range(kernel)
      .filter((tap) => base + tap >= 0 && base + tap < input)
      .map((tap) => ({ tap, offset: tap }));
    return { base, taps };
  });
}

/**
 * Groups input positions by the taps through which they reached the output: position = output · stride - pad + tap, so
 * tap has the remainder of position + pad, and a larger tap means an earlier output.
 */
export function inputGradientClasses({ input, output, kernel, stride, pad }: Axis): AxisClass[] {
  return classes(input, (position) => {
    const base = Math.floor((position + pad) / stride);
    const remainder = (position + pad) % stride;
    const taps = range(kernel)
      .filter((tap) => tap % stride === remainder)
      .map((tap) => ({ tap, offset: -(tap - remainder) / stride }))
      .filter(({ offset }) => base + offset >= 0 && base + offset < output);
    return { base, taps };
  });
}

function classes(
  length: number,
  at: (position: number) => { base: number; taps: { tap: number; offset: number }[] },
): AxisClass[] {
  const byTaps = new Map<string, { positions: number[]; bases: number[]; taps: AxisClass['taps'] }>();
  for (const position of range(length)) {
    const { base, taps } = at(position);
    const key = taps.map(({ tap, offset }) => `${tap}:${offset}`).join();
    const group = byTaps.get(key);
    if (group) {
      group.positions.push(position);
      group.bases.push(base);
    } else {
      byTaps.set(key, { positions: [position], bases: [base], taps });
    }
  }
  return [...byTaps.values()];
}

export function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
