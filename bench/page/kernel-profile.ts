import * as tf from '@tensorflow/tfjs-core';
import type { ProfileRow } from '../report.ts';

const BACKEND = 'simd';

/** Time spent in each kernel of one step, by shapes; what is left of the step is tfjs and JavaScript around them. */
export async function profileStep(step: string, run: () => Promise<number>): Promise<ProfileRow[]> {
  const rows = new Map<string, { calls: number; milliseconds: number }>();
  const originals = tf.getKernelsForBackend(BACKEND);
  let depth = 0;
  for (const config of originals) {
    tf.unregisterKernel(config.kernelName, BACKEND);
    tf.registerKernel({
      ...config,
      kernelFunc: (params) => {
        const start = performance.now();
        depth += 1;
        try {
          return config.kernelFunc(params);
        } finally {
          depth -= 1;
          if (depth === 0) {
            const shapes = Object.values(params.inputs)
              .slice(0, 2)
              .map((tensor) => tensor?.shape.join('×'));
            const row = rows.get(`${config.kernelName} ${shapes.join(', ')}`) ?? {
              calls: 0,
              milliseconds: 0,
            };
            row.calls += 1;
            row.milliseconds += performance.now() - start;
            rows.set(`${config.kernelName} ${shapes.join(', ')}`, row);
          }
        }
      },
    });
  }
  const total = await run();
  for (const config of originals) {
    tf.unregisterKernel(config.kernelName, BACKEND);
    tf.registerKernel(config);
  }
  const kernels = [...rows].map(([kernel, row]) => ({
    step,
    kernel,
    ...row,
    share: row.milliseconds / total,
  }));
  const inside = kernels.reduce((sum, row) => sum + row.milliseconds, 0);
  const rest = { step, kernel: '(around the kernels)', calls: 1, milliseconds: total - inside };
  return [...kernels, { ...rest, share: rest.milliseconds / total }].sort(
    (a, b) => b.milliseconds - a.milliseconds,
  );
}
