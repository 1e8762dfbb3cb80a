import * as tf from '@tensorflow/tfjs-core';
import { bytesPerValue, type Format } from './element-format.ts';
import type { TensorData } from './stock-backend.ts';

/** Where a tensor's values are on the device, and how they lie there. */
export interface Stored {
  readonly binding: GPUBufferBinding;
  readonly format: Format;
}

/** Offsets of bindings are multiples of this on every device. */
const OFFSET_ALIGNMENT = 256;

export function alignOffset(bytes: number): number {
  return Math.ceil(bytes / OFFSET_ALIGNMENT) * OFFSET_ALIGNMENT;
}

/** Bytes of a tensor on the device, where integers and booleans are 32 bits wide too. */
export function bytesOf(data: TensorData): number {
  return bytesPerValue(formatOf(data)) * tf.util.sizeFromShape(data.shape);
}

export function formatOf({ format }: TensorData): Format {
  return format ?? 'float';
}

export function deviceValues({
  dtype,
  values,
}: TensorData): Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> {
  const numbers = values as ArrayLike<number>;
  const wanted = dtype === 'int32' || dtype === 'bool' ? Int32Array : Float32Array;
  if (numbers instanceof wanted && numbers.buffer instanceof ArrayBuffer) {
    return numbers as Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
  }
  return wanted.from(numbers);
}

export function valuesOf(bytes: ArrayBuffer, dtype: tf.DataType): tf.backend_util.BackendValues {
  if (dtype === 'float32') return new Float32Array(bytes);
  const integers = new Int32Array(bytes);
  return dtype === 'bool' ? Uint8Array.from(integers) : integers;
}
