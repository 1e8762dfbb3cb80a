import * as tf from '@tensorflow/tfjs-core';
import { type Axes, axesOfPlane, axesOfVolume, isChannelsFirst } from './axes.ts';

/** A convolution over three spatial axes. */
export interface ConvolutionGeometry {
  readonly batch: number;
  readonly axes: Axes;
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
  if ([dilations].flat().some((dilation) => dilation !== 1) || isChannelsFirst(dataFormat)) return undefined;
  if (xShape.length === 4) {
    const info = tf.backend_util.computeConv2DInfo(
      [...xShape] as [number, number, number, number],
      [...filterShape] as [number, number, number, number],
      strides as number | [number, number],
      1,
      pad,
      dimRoundingMode,
    );
    return geometryOf(info, axesOfPlane(info));
  }
  const info = tf.backend_util.computeConv3DInfo(
    [...xShape] as [number, number, number, number, number],
    [...filterShape] as [number, number, number, number, number],
    strides as number | Strides3,
    1,
    // tfjs declares no numbers here but computes them (get3DPadAndOutInfo).
    pad as 'same' | 'valid',
  );
  return geometryOf(info, axesOfVolume(info));
}

function geometryOf(
  info: Pick<tf.backend_util.Conv2DInfo, 'batchSize' | 'inChannels' | 'outChannels'> & {
    readonly outShape: readonly number[];
  },
  axes: Axes,
): ConvolutionGeometry {
  return {
    batch: info.batchSize,
    axes,
    channels: info.inChannels,
    outputs: info.outChannels,
    outputShape: info.outShape,
  };
}

/** Tells convolutions apart; the names of measured tiles begin with it, which are kept from visit to visit. */
export function geometryKey({ batch, axes, channels, outputs }: ConvolutionGeometry): string {
  const spatial = axes.map((axis) => Object.values(axis).join(',')).join(';');
  return `${batch} ${spatial} ${channels}>${outputs}`;
}
