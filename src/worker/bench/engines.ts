import * as tf from '@tensorflow/tfjs-core';
import { disposeSimdBackend, registerSimdBackend } from '../../kernels/simd/register.ts';
import type { StartThread } from '../../kernels/simd/start-thread.ts';
import { DISPATCHES_PER_SUBMISSION } from '../../kernels/webgpu/command-recorder.ts';
import { adapterName, requestWebgpuAdapter } from '../../kernels/webgpu/device.ts';
import { disposeWebgpuBackend, registerWebgpuBackend } from '../../kernels/webgpu/register.ts';
import type { StockBackend } from '../../kernels/webgpu/stock-backend.ts';
import { TILES } from '../../kernels/webgpu/tiles.ts';
import type { WebgpuBackend } from '../../kernels/webgpu/webgpu-backend.ts';
import type { BenchBackend } from '../../lab/bench/device-report.ts';
import { loadMeasuredTiles, saveMeasuredTiles } from '../../storage/measured-tiles.ts';
import { PassClock } from './pass-clock.ts';
import { keepStockKernels, STOCK_WEBGPU, startStockWebgpu } from './stock-webgpu.ts';

/** A backend that is measured. */
export interface Engine {
  readonly name: BenchBackend;
  readonly threads: number;
  /** What it lacks here, in words; null if nothing. */
  readonly limitation: string | null;
  /** The device's own clock, where it has one that can be read. */
  readonly clock: PassClock | null;
  /** Makes it tfjs' current backend. */
  use(): Promise<void>;
  /** Hands over to the device what was recorded. */
  submit(): void;
  /** Waits until all that was asked for is done. @throws what the device reported since the last time, its loss too */
  finish(): Promise<void>;
  /** Searches for the best tiles of the products met so far, where this is worth it. */
  tune(): Promise<void>;
  /** Ways to cut a product that can be forced, by name; none where there is but one. */
  readonly tiles: readonly string[];
  /** Every product takes this tile until null is given. */
  forceTile(name: string | null): void;
  stop(): void;
}

const START: Readonly<Record<BenchBackend, (startThread: StartThread) => Promise<Engine>>> = {
  webgpu: startOurWebgpu,
  'stock-webgpu': startStock,
  simd: startSimd,
};

/** The backends, each started when it is first needed; after an error it is started anew. */
export class Engines {
  readonly #running = new Map<BenchBackend, Engine>();
  readonly #broken = new Map<BenchBackend, unknown>();
  readonly #startThread: StartThread;

  constructor(startThread: StartThread) {
    this.#startThread = startThread;
    // Before our kernels take their places.
    keepStockKernels();
  }

  /** @throws why it does not start, each time anew */
  async use(name: BenchBackend): Promise<Engine> {
    if (this.#broken.has(name)) throw this.#broken.get(name);
    let engine = this.#running.get(name);
    if (!engine) {
      try {
        engine = await START[name](this.#startThread);
      } catch (error) {
        this.#broken.set(name, error);
        throw error;
      }
      this.#running.set(name, engine);
    }
    await engine.use();
    return engine;
  }

  /** Ends a backend in which something failed: what is left in its memory is not to burden the next entry. */
  restart(name: BenchBackend): void {
    const engine = this.#running.get(name);
    this.#running.delete(name);
    try {
      engine?.stop();
    } catch {
      // It was broken; a new one takes its place.
    }
  }
}

/** A network has some sixty products, and a search of 2.5 s does a good part of them even on a slow device. */
const MOST_SEARCHES = 8;

const UNTUNED = { tiles: [], tune: async () => {}, forceTile: () => {} } as const;

async function startSimd(startThread: StartThread): Promise<Engine> {
  const status = await registerSimdBackend({ startThread });
  return {
    ...UNTUNED,
    ...{ name: 'simd', threads: status.threads, limitation: status.reason ?? null, clock: null },
    use: async () => void (await tf.setBackend('simd')),
    submit: () => {},
    // Its kernels have done their work when they return.
    finish: async () => {},
    stop: disposeSimdBackend,
  };
}

async function startOurWebgpu(): Promise<Engine> {
  const adapter = await requestWebgpuAdapter();
  const name = adapter ? adapterName(adapter.info) : '';
  await registerWebgpuBackend({
    tiles: await loadMeasuredTiles(name),
    onTiles: (tiles) => void saveMeasuredTiles(name, tiles),
  });
  await tf.setBackend('webgpu');
  const backend = tf.backend() as WebgpuBackend;
  return {
    ...webgpuEngine('webgpu', backend.device, () => backend.submitQueue(), DISPATCHES_PER_SUBMISSION),
    tune: async () => {
      // A search ends after some seconds; what it leaves would be measured in the midst of the samples.
      for (let round = 0; round < MOST_SEARCHES && backend.tiles.hasUnmeasured; round++) {
        await backend.searchTiles();
      }
    },
    tiles: TILES.filter(({ lanes }) => lanes === 'vector').map((tile) => tile.name),
    forceTile: (tile) => backend.tiles.force(tile),
    stop: disposeWebgpuBackend,
  };
}

async function startStock(): Promise<Engine> {
  const device = await startStockWebgpu(['timestamp-query']);
  const submitted = Number(tf.env().get('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE'));
  const backend = tf.backend() as StockBackend;
  const submit = () => {
    // The stock backend takes both for granted: an encoder, and that no pass is open in it.
    if (!backend.commandEncoder) return;
    backend.endComputePassEncoder();
    backend.submitQueue();
  };
  return {
    ...webgpuEngine(STOCK_WEBGPU, device, submit, submitted),
    stop: () => {
      tf.removeBackend(STOCK_WEBGPU);
      device.destroy();
    },
  };
}

function webgpuEngine(
  name: 'webgpu' | 'stock-webgpu',
  device: GPUDevice,
  submit: () => void,
  submitBatch: number,
): Omit<Engine, 'stop'> {
  let failure: Error | null = null;
  device.addEventListener('uncapturederror', ({ error }) => {
    failure ??= new Error(error.message);
  });
  const lost = device.lost.then(({ message }) => {
    throw new Error(`The graphics device was lost${message ? `: ${message}` : '.'}`);
  });
  lost.catch(() => undefined);
  return {
    ...UNTUNED,
    ...{ name, threads: 1, limitation: null, submit },
    clock: device.features.has('timestamp-query') ? new PassClock(device) : null,
    async use() {
      await tf.setBackend(name);
      // One setting for both, and each has its own wish.
      tf.env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', submitBatch);
    },
    async finish() {
      submit();
      await Promise.race([device.queue.onSubmittedWorkDone(), lost]);
      if (!failure) return;
      const error = failure;
      failure = null;
      throw error;
    },
  };
}
