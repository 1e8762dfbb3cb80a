import { BUILD } from 'virtual:build-facts';
import * as tf from '@tensorflow/tfjs-core';
import { isSoftwareAdapter, requestWebgpuAdapter } from '../../kernels/webgpu/device.ts';
import {
  type AdapterDescription,
  BANDWIDTH,
  BENCH_BACKENDS,
  type BenchBackend,
  type BenchEnvironment,
  type BenchEvent,
  type BenchOmission,
  PEAK,
  type Thoroughness,
} from '../../lab/bench/device-report.ts';
import type { BenchEntry } from '../../lab/bench/entry.ts';
import { EDGE, MEASURED_STEPS, STEP_CASES } from '../../lab/bench/step-cases.ts';
import { labVersion } from '../../lab/build-facts.ts';
import { convolutionLayers } from '../../lab/convolution-layers.ts';
import { borrowThread } from '../borrow-thread.ts';
import { EFFORTS, type Effort, type Efforts, Pace } from './effort.ts';
import { type Engine, Engines } from './engines.ts';
import {
  type Expectation,
  expectLayer,
  expectStep,
  measureBandwidth,
  measureLayer,
  measurePeak,
  measureStep,
} from './measure.ts';

/** One figure to be measured. */
interface Task {
  readonly name: string;
  readonly backend: BenchBackend;
  readonly effort: Effort;
  /** Null where it adapts to any device by itself. */
  readonly expectation: Expectation | null;
  measure(engine: Engine): Promise<BenchEntry>;
}

/**
 * Measures the device, one figure after the other: the roofs, the steps, then every layer, each on all backends. What
 * fails, or would take too long, is left out with the reason, and the rest goes on.
 *
 * @param wanted whether a figure is measured at all
 */
export async function measureDevice(
  thoroughness: Thoroughness,
  emit: (event: BenchEvent) => Promise<void> | void,
  wanted: (task: Pick<Task, 'name' | 'backend'>) => boolean = () => true,
): Promise<void> {
  const efforts = EFFORTS[thoroughness];
  const end = performance.now() + efforts.total;
  const engines = new Engines(borrowThread);
  const adapter = await requestWebgpuAdapter();
  await emit({ kind: 'environment', environment: await environmentOf(adapter, engines) });
  const pace = new Pace();
  const backends = BENCH_BACKENDS.filter((backend) => adapter || backend === 'simd');
  const tasks = tasksOf(backends, efforts, pace).filter(wanted);
  const unable = new Set<BenchBackend>();
  for (const [done, task] of tasks.entries()) {
    const { name, backend } = task;
    if (unable.has(backend)) continue;
    const leaveOut = (kind: BenchOmission['kind'], reason: string) =>
      emit({ kind: 'omission', omission: { name, backend, kind, reason } });
    const obstacle = obstacleTo(task, pace, end - performance.now());
    if (obstacle) {
      await leaveOut(obstacle.kind, obstacle.reason);
      continue;
    }
    await emit({ kind: 'measuring', name, backend, done, total: tasks.length });
    let engine: Engine;
    try {
      engine = await engines.use(backend);
    } catch (error) {
      unable.add(backend);
      await leaveOut('failed', `${backend} does not start: ${messageOf(error)}`);
      continue;
    }
    try {
      await emit({ kind: 'entry', entry: await task.measure(engine) });
    } catch (error) {
      engines.restart(backend);
      await leaveOut('failed', messageOf(error));
    }
  }
}

function tasksOf(backends: readonly BenchBackend[], efforts: Efforts, pace: Pace): readonly Task[] {
  const roofs = backends
    .filter((backend) => backend !== 'stock-webgpu')
    .flatMap((backend): Task[] => {
      const common = { backend, effort: efforts.layer, expectation: null };
      return [
        { ...common, name: PEAK, measure: (engine) => measurePeak(engine, efforts.layer) },
        { ...common, name: BANDWIDTH, measure: (engine) => measureBandwidth(engine, efforts.layer) },
      ];
    });
  const steps = MEASURED_STEPS.flatMap((stepCase) =>
    backends.map(
      (backend): Task => ({
        ...{ name: stepCase.name, backend, effort: efforts.step },
        expectation: expectStep(backend, stepCase),
        measure: (engine) => measureStep(engine, stepCase, efforts.step, pace),
      }),
    ),
  );
  const layers = STEP_CASES.flatMap((stepCase) =>
    convolutionLayers(stepCase.shape, EDGE).flatMap((layer) =>
      layer.passes.flatMap((pass) =>
        backends.map((backend): Task => {
          const name = `${stepCase.name.replace('step', 'layer')}/${layer.name}/${pass}`;
          return {
            ...{ name, backend, effort: efforts.layer },
            expectation: expectLayer(backend, layer, pass),
            measure: (engine) =>
              measureLayer(engine, { name, layer, pass, batch: stepCase.batch }, efforts.layer, pace),
          };
        }),
      ),
    ),
  );
  return [...roofs, ...steps, ...layers];
}

/** Why a task is not even begun, if anything speaks against it. */
function obstacleTo(
  { expectation, effort }: Task,
  pace: Pace,
  left: number,
): Pick<BenchOmission, 'kind' | 'reason'> | null {
  const image = expectation ? pace.expect(expectation.kinds, expectation.flops) : undefined;
  if (image !== undefined && image > effort.longest) {
    return {
      kind: 'too-slow',
      reason: `One image is likely to take longer than ${effort.longest / 1000} s.`,
    };
  }
  // Twice: the first run, which compiles, and one that counts.
  return left < 2 * (image ?? 0)
    ? { kind: 'no-time', reason: 'The time of this measurement was used up before.' }
    : null;
}

async function environmentOf(adapter: GPUAdapter | null, engines: Engines): Promise<BenchEnvironment> {
  // A backend that does not start is told where it is measured.
  const simd = await engines.use('simd').catch(() => null);
  const { deviceMemory } = navigator as Navigator & { readonly deviceMemory?: number };
  return {
    adapter: adapter && describeAdapter(adapter),
    userAgent: navigator.userAgent,
    hardwareConcurrency: navigator.hardwareConcurrency,
    deviceMemory: deviceMemory ?? null,
    // Node has no such thing.
    crossOriginIsolated: globalThis.crossOriginIsolated ?? false,
    simd: simd && { threads: simd.threads, reason: simd.limitation },
    versions: { lab: labVersion(BUILD), tfjs: tf.version_core },
  };
}

function describeAdapter({ info, features, limits }: GPUAdapter): AdapterDescription {
  const { vendor, architecture, device, description } = info;
  const numbers: Record<string, number> = {};
  // The limits are getters of the prototype, so only `in` finds them.
  for (const name in limits) {
    const value = limits[name as keyof GPUSupportedLimits];
    if (typeof value === 'number') numbers[name] = value;
  }
  return {
    ...{ vendor, architecture, device, description, software: isSoftwareAdapter(info) },
    features: [...features].sort(),
    limits: numbers,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
