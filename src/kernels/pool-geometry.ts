import * as tf from '@tensorflow/tfjs-core';
import { type Axes, axesOfPlane, axesOfVolume, isChannelsFirst } from './axes.ts';

/** Attributes of the pooling kernels, 2D and 3D, forward and gradient. */
export interface PoolAttributes {
  readonly filterSize: number | readonly number[];
  readonly strides: number | readonly number[];
  readonly pad: 'same' | 'valid' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly dataFormat?: string;
}

/** A pooling over three spatial axes. */
export interface PoolGeometry {
  readonly batch: number;
  readonly axes: Axes;
  readonly channels: number;
  readonly outputShape: readonly number[];
}

type Triple = [number, number, number];

/** Geometry of a pooling, or undefined where the stock kernel has to do it (channels first). */
export function poolGeometry(
  shape: readonly number[],
  { filterSize, strides, pad, dimRoundingMode, dataFormat }: PoolAttributes,
): PoolGeometry | undefined {
  if (isChannelsFirst(dataFormat)) return undefined;
  if (shape.length === 4) {
    const info = tf.backend_util.computePool2DInfo(
      [...shape] as [number, number, number, number],
      filterSize as number | [number, number],
      strides as number | [number, number],
      1,
      pad,
      dimRoundingMode,
    );
    return geometryOf(info, axesOfPlane(info));
  }
  const info = tf.backend_util.computePool3DInfo(
    [...shape] as [number, number, number, number, number],
    filterSize as number | Triple,
    strides as number | Triple,
    1,
    pad,
    dimRoundingMode,
  );
  return geometryOf(info, axesOfVolume(info));
}

function geometryOf(
  info: Pick<tf.backend_util.Conv2DInfo, 'batchSize' | 'inChannels'> & {
    readonly outShape: readonly number[];
  },
  axes: Axes,
): PoolGeometry {
  return { batch: info.batchSize, axes, channels: info.inChannels, outputShape: info.outShape };
}
