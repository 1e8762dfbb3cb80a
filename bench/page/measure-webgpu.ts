import * as tf from '@tensorflow/tfjs-core';
import { requestWebgpuAdapter } from '../../src/kernels/webgpu/device.ts';
import { disposeWebgpuBackend, registerWebgpuBackend } from '../../src/kernels/webgpu/register.ts';
import { type BenchEntry, summarise } from '../../src/lab/bench/entry.ts';
import { STEP_CASES } from '../../src/lab/bench/step-cases.ts';
import { type PreparedStep, prepareStep } from '../../src/worker/bench/prepare-step.ts';
import { keepStockKernels, STOCK_WEBGPU, startStockWebgpu } from '../../src/worker/bench/stock-webgpu.ts';
import type { BenchRequest } from '../report.ts';
import { DeviceCounts } from './device-counts.ts';
import { prepareJaxStep } from './jax-step.ts';

/**
 * Images of a step, so few because the adapter may be the software one; at 128 the first network takes ten dispatches more. The other
 * libraries are measured on the first network only.
 */
const BATCHES = new Map([
  ['step/2d-imagenet', 8],
  ['step/2d-small', 2],
  ['step/3d-imagenet', 1],
]);
const COMPARED = 'step/2d-imagenet';
/** Steps until the pool has all it needs, and those that are counted and timed. */
const WARM_UP = 3;
const SAMPLES = 5;
const BASELINE_SAMPLES = 3;

export function measuresWebgpu({ only }: BenchRequest, name: string): boolean {
  return `webgpu ${name}`.includes(only) && BATCHES.has(name);
}

/** Our webgpu backend, counted on the real device, and stock tfjs and jax-js on the same adapter. */
export async function measureWebgpu(
  request: BenchRequest,
  progress: (text: string) => void,
): Promise<BenchEntry[]> {
  const cases = STEP_CASES.filter(({ name }) => measuresWebgpu(request, name));
  if (cases.length === 0 || !(await requestWebgpuAdapter())) return [];
  keepStockKernels();
  const counter = new DeviceCounts();
  const entries: BenchEntry[] = [];
  for (const { name, shape } of cases) {
    const batch = BATCHES.get(name)!;
    const { adapter } = await registerWebgpuBackend();
    await tf.setBackend('webgpu');
    const prepared = prepareStep(shape, batch);
    await sample(prepared, batch, WARM_UP);
    const counted: Awaited<ReturnType<DeviceCounts['during']>>[] = [];
    const rates: number[] = [];
    for (let step = 0; step < SAMPLES; step++) {
      const counts = await counter.during(async () => {
        rates.push((1000 * batch) / (await prepared.run()));
      });
      counted.push(counts);
    }
    prepared.dispose();
    disposeWebgpuBackend();
    const most = (key: keyof (typeof counted)[number]) => Math.max(...counted.map((counts) => counts[key]));
    const counts = {
      dispatches: most('dispatches'),
      submits: most('submits'),
      newBuffers: most('newBuffers'),
      bytesWritten: most('bytesWritten'),
      poolOverLive: most('poolOverLive'),
    };
    const ours = { ...summarise(rates), unit: 'images/s', threads: 1 };
    progress(`${name} webgpu: ${ours.value.toFixed(2)} images/s, ${JSON.stringify(counts)}`);
    const detail = `batch ${batch}, AUC margin loss, PESG, on ${adapter}`;
    entries.push({ name, backend: 'webgpu', ...ours, detail, ratios: {}, counts });
  }
  const compared = cases.find(({ name }) => name === COMPARED);
  // Last, as the others keep buffers of their own, which would be counted with ours.
  const baselines = compared ? await measureBaselines(compared.shape, BATCHES.get(COMPARED)!, progress) : [];
  const withRatios = entries.map((entry) =>
    entry.name === COMPARED
      ? {
          ...entry,
          ratios: Object.fromEntries(baselines.map(({ backend, value }) => [backend, entry.value / value])),
        }
      : entry,
  );
  return [...withRatios, ...baselines];
}

async function measureBaselines(
  shape: Parameters<typeof prepareStep>[0],
  batch: number,
  progress: (text: string) => void,
): Promise<BenchEntry[]> {
  await startStockWebgpu();
  // Its programs do not depend on the batch, so one image is enough to compile them.
  const first = prepareStep(shape, 1);
  await first.run();
  first.dispose();
  const stock = prepareStep(shape, batch);
  const stockSamples = await sample(stock, batch, BASELINE_SAMPLES);
  stock.dispose();
  tf.removeBackend(STOCK_WEBGPU);
  progress(`stock webgpu: ${stockSamples.value.toFixed(2)} images/s`);
  const jax = await prepareJaxStep(shape, batch, 'webgpu');
  await jax.run();
  const jaxSamples = await sample(jax, batch, BASELINE_SAMPLES);
  jax.dispose();
  progress(`jax-js webgpu: ${jaxSamples.value.toFixed(2)} images/s`);
  const entry = { name: COMPARED, unit: 'images/s', threads: 1, ratios: {} };
  return [
    { ...entry, backend: STOCK_WEBGPU, ...stockSamples, detail: `batch ${batch}, the same step` },
    {
      ...entry,
      backend: 'jax-js-webgpu',
      ...jaxSamples,
      detail: `batch ${batch}, no running statistics, 2×2 pooling, cross-entropy, plain SGD`,
    },
  ];
}

/** Rates in images per second, one for each step. */
async function sample(prepared: PreparedStep, batch: number, count: number) {
  const rates: number[] = [];
  for (let step = 0; step < count; step++) rates.push((1000 * batch) / (await prepared.run()));
  return summarise(rates);
}
