import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { exactExp, exactLog, exactLog1p } from '../../lab/exact-math.ts';

/** The functions that losses are made of, in place of the engine's own: those differ in the last bit between browsers. */
const EXACT_FUNCTIONS: Readonly<Record<string, (x: number) => number>> = {
  [tf.Exp]: exactExp,
  [tf.Log]: exactLog,
  [tf.Log1p]: exactLog1p,
  [tf.Sigmoid]: (x) => 1 / (1 + exactExp(-x)),
};

let registered = false;

/** Makes the stock `cpu` backend ready, with elementary functions that are the same to the last bit in every engine. */
export function registerCpuBackend(): void {
  if (registered) return;
  registered = true;
  for (const [kernelName, exact] of Object.entries(EXACT_FUNCTIONS)) {
    const stock = tf.getKernel(kernelName, 'cpu');
    tf.unregisterKernel(kernelName, 'cpu');
    tf.registerKernel({
      kernelName,
      backendName: 'cpu',
      kernelFunc: (call) => {
        const { x } = call.inputs as { x: tf.TensorInfo };
        if (x.dtype !== 'float32') return stock.kernelFunc(call);
        const cpu = call.backend as MathBackendCPU;
        const values = cpu.data.get(x.dataId).values as Float32Array;
        return cpu.makeTensorInfo(x.shape, 'float32', Float32Array.from(values, exact));
      },
    });
  }
}
