import * as tf from '@tensorflow/tfjs-core';
import { kernel, type Tensors } from './kernel.ts';

/** Kernels of tfjs' own operations, for which a backend may have a better one. */
export const ADD = kernel<Tensors<'a' | 'b'>>(tf.Add);
export const RELU = kernel<Tensors<'x'>>(tf.Relu);
export const MAT_MUL = kernel<Tensors<'a' | 'b'>, tf.BatchMatMulAttrs>(tf.BatchMatMul);
