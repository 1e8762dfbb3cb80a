import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { registerSimdBackend, setSimdThreads } from '../../src/kernels/simd/register.ts';
import { SimdBackend } from '../../src/kernels/simd/simd-backend.ts';
import { type Baseline, type BenchEntry, summarise } from '../../src/lab/bench/entry.ts';
import { EDGE, STEP_CASES, type StepCase } from '../../src/lab/bench/step-cases.ts';
import { stepFlops } from '../../src/lab/convolution-layers.ts';
import { type PreparedStep, prepareStep } from '../../src/worker/bench/prepare-step.ts';
import type { BenchReport, BenchRequest, ProfileRow } from '../report.ts';
import { prepareJaxStep } from './jax-step.ts';
import { profileStep } from './kernel-profile.ts';
import { LARGE_STEPS, type LargeStep } from './large-steps.ts';
import { measureWebgpu } from './measure-webgpu.ts';
import { tilePeak } from './tile-peak.ts';

const PEAK_SAMPLES = 15;
/** Our steps are measured for about this long, in milliseconds, and at least this often. */
const STEP_TIME = 8000;
const STEP_SAMPLES = 3;
/** Turns between all threads and one. */
const ROUNDS = 3;
/** The slow ones. */
const BASELINE_SAMPLES = 3;

type Progress = (text: string) => void;
type MeasuredStep = Pick<StepCase, 'name' | 'shape' | 'batch'> & Partial<Pick<LargeStep, 'edge'>>;

/** Everything in one run, one after the other, so that every ratio is of two figures of the same minute. */
export async function measureAll(request: BenchRequest, progress: Progress): Promise<BenchReport> {
  const status = await registerSimdBackend();
  await tf.setBackend('simd');
  const entries: BenchEntry[] = [];
  const profile: ProfileRow[] = [];

  await setSimdThreads(1);
  const backend = tf.backend();
  if (!(backend instanceof SimdBackend)) throw new Error('The simd backend did not start');
  const build = status.relaxedSimd ? 'relaxed SIMD' : 'plain SIMD';
  // Until the engine has compiled the kernels with its optimising compiler.
  for (let warmUp = 0; warmUp < PEAK_SAMPLES; warmUp++) tilePeak(backend);
  const rates = Array.from({ length: PEAK_SAMPLES }, () => tilePeak(backend));
  const peak = { ...summarise(rates), unit: 'GFLOP/s', threads: 1 };
  progress(`micro-kernel: ${peak.value.toFixed(1)} GFLOP/s by thread`);
  if ('gemm/peak'.includes(request.only)) {
    entries.push({ name: 'gemm/peak', backend: 'simd', ...peak, detail: `6×8 tile, ${build}`, ratios: {} });
  }

  for (const stepCase of STEP_CASES.filter(({ name }) => name.includes(request.only))) {
    await tf.setBackend('simd');
    const { all, one } = await measureSimd(stepCase, status.threads, peak.value, progress);
    if (request.profile) profile.push(...(await profileOf(stepCase, status.threads)));
    const baselines = await measureBaselines(stepCase, progress);
    entries.push({ ...all, ratios: { ...all.ratios, ...ratiosTo(all, one, baselines) } }, one, ...baselines);
  }
  for (const large of LARGE_STEPS.filter(({ name }) => name.includes(request.only))) {
    await tf.setBackend('simd');
    const { all, one } = await measureSimd(large, status.threads, peak.value, progress);
    entries.push({ ...all, ratios: { ...all.ratios, 'one-thread': all.value / one.value } }, one);
    if (request.profile) profile.push(...(await profileOf(large, status.threads)));
  }
  entries.push(...(await measureWebgpu(request, progress)));
  return { entries, profile };
}

async function profileOf(
  { name, shape, batch, edge }: MeasuredStep,
  threads: number,
): Promise<readonly ProfileRow[]> {
  await setSimdThreads(threads);
  const prepared = prepareStep(shape, batch, edge);
  await prepared.run();
  const rows = await profileStep(name, () => prepared.run());
  prepared.dispose();
  return rows;
}

/** All threads and one, by turns, so that both meet the same disturbances. */
async function measureSimd(
  { name, shape, batch, edge = EDGE }: MeasuredStep,
  allThreads: number,
  peak: number,
  progress: Progress,
): Promise<{ all: BenchEntry; one: BenchEntry }> {
  const prepared = prepareStep(shape, batch, edge);
  await prepared.run();
  const warmUp = await prepared.run();
  const count = Math.max(STEP_SAMPLES, Math.ceil(STEP_TIME / warmUp / ROUNDS));
  const rates = new Map<number, number[]>([
    [allThreads, []],
    [1, []],
  ]);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [threads, samples] of rates) {
      await setSimdThreads(threads);
      await prepared.run();
      samples.push(...(await sample(prepared, batch, count)));
    }
  }
  prepared.dispose();
  const entry = (threads: number): BenchEntry => {
    const samples = summarise(rates.get(threads)!);
    const share = (samples.value * stepFlops(shape, edge)) / (threads * peak * 1e9);
    progress(`${name} simd ×${threads}: ${samples.value.toFixed(1)} images/s, ${share.toFixed(2)} of peak`);
    const detail = `batch ${batch}, AUC margin loss, PESG`;
    return { name, backend: 'simd', ...samples, unit: 'images/s', threads, detail, ratios: { peak: share } };
  };
  return { all: entry(allThreads), one: entry(1) };
}

async function measureBaselines(
  { name, shape, slowBatch }: StepCase,
  progress: Progress,
): Promise<BenchEntry[]> {
  await tf.setBackend('cpu');
  const stock = prepareStep(shape, slowBatch);
  const stockSamples = summarise(await sample(stock, slowBatch, BASELINE_SAMPLES));
  stock.dispose();
  progress(`${name} stock cpu: ${stockSamples.value.toFixed(2)} images/s`);
  const entry = { name, unit: 'images/s', threads: 1, ratios: {} };
  const jax = await prepareJaxStep(shape, slowBatch);
  await jax.run();
  const jaxSamples = summarise(await sample(jax, slowBatch, BASELINE_SAMPLES));
  jax.dispose();
  progress(`${name} jax-js wasm: ${jaxSamples.value.toFixed(2)} images/s`);
  return [
    { ...entry, backend: 'stock-cpu', ...stockSamples, detail: `batch ${slowBatch}, the same step` },
    {
      ...{ ...entry, backend: 'jax-js-wasm', ...jaxSamples },
      // On an isolated page jax-js starts one for each processor.
      threads: navigator.hardwareConcurrency,
      detail: `batch ${slowBatch}, no running statistics, 2×2 pooling, cross-entropy, plain SGD`,
    },
  ];
}

/** Rates in images per second, one for each step. */
async function sample(prepared: PreparedStep, batch: number, count: number): Promise<number[]> {
  const rates: number[] = [];
  for (let step = 0; step < count; step++) rates.push((1000 * batch) / (await prepared.run()));
  return rates;
}

function ratiosTo(
  ours: BenchEntry,
  oneThread: BenchEntry,
  baselines: readonly BenchEntry[],
): Partial<Record<Baseline, number>> {
  const theirs = baselines.map(({ backend, value }) => [backend, ours.value / value] as const);
  return { 'one-thread': ours.value / oneThread.value, ...Object.fromEntries(theirs) };
}
