import * as tf from '@tensorflow/tfjs-core';
import { registerCpuBackend } from '../../kernels/cpu/register.ts';
import { registerSimdBackend } from '../../kernels/simd/register.ts';
import { registerWebgpuBackend } from '../../kernels/webgpu/register.ts';

let webgpu: Promise<unknown> | undefined;

/** Makes a backend current in a test, on the software adapter where it is a GPU's. */
export async function activateTestBackend(name: string): Promise<void> {
  if (name === 'cpu') registerCpuBackend();
  if (name === 'simd' && !tf.findBackend(name)) await registerSimdBackend();
  if (name === 'webgpu') {
    // The software adapter takes seconds to compile the kernels, anew for each device.
    webgpu ??= registerWebgpuBackend();
    await webgpu;
  }
  if (name === 'webgl') await import('@tensorflow/tfjs-backend-webgl');
  if (!(await tf.setBackend(name))) throw new Error(`The backend ${name} does not start here.`);
  await tf.ready();
}
