import { expect, test } from 'vitest';
import { startNestedThread } from '../../kernels/simd/start-thread.ts';
import { EDGE, STEP_CASES } from '../../lab/bench/step-cases.ts';
import { convolutionLayers } from '../../lab/convolution-layers.ts';
import type { Pass } from '../../lab/models/convolution-layer.ts';
import { type Effort, Pace } from './effort.ts';
import { Engines } from './engines.ts';
import { measureLayer } from './measure.ts';

/** One sample of one run, as what matters here is that it is measured at all. */
const ONCE: Effort = { run: 0, sampling: 0, least: 1, most: 1, patience: 0, longest: 0 };

const engines = new Engines(startNestedThread);

for (const backend of ['webgpu', 'stock-webgpu', 'simd'] as const) {
  test(`every pass of a layer is measured on ${backend}, in 2D and 3D`, async () => {
    for (const { shape } of [STEP_CASES[0]!, STEP_CASES[2]!]) {
      // The last one is of one pixel, where a pass takes a moment on any device.
      for (const layer of convolutionLayers(shape, EDGE).slice(-1)) {
        for (const pass of layer.passes) {
          const engine = await engines.use(backend);
          const what = { name: layer.name, layer, pass, batch: 2 };
          const entry = await measureLayer(engine, what, ONCE, new Pace());
          expect(entry).toMatchObject({ name: layer.name, backend, unit: 'GFLOP/s', samples: 1 });
          expect(entry.value).toBeGreaterThan(0);
          expect(entry.counts).toMatchObject({ batch: 1 });
        }
      }
    }
  });
}

test('a device that is lost fails what is measured on it, and a new one takes its place', async () => {
  const [layer] = convolutionLayers(STEP_CASES[0]!.shape, EDGE).slice(-1);
  const what = { name: 'layer', layer: layer!, pass: 'forward' as Pass, batch: 1 };
  const engine = await engines.use('stock-webgpu');
  engine.stop();
  await expect(measureLayer(engine, what, ONCE, new Pace())).rejects.toThrow();
  engines.restart('stock-webgpu');
  const entry = await measureLayer(await engines.use('stock-webgpu'), what, ONCE, new Pace());
  expect(entry.value).toBeGreaterThan(0);
});
