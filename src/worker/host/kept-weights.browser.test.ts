import * as Comlink from 'comlink';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TrainedWeights } from './kept-weights.ts';
import type { KeptWeightsWorker } from './testing/kept-weights-worker.ts';

let worker: Worker;
let kept: Comlink.Remote<KeptWeightsWorker>;

/** As after the page has been closed: nothing is left but what is stored. */
function startAnew(): void {
  worker?.terminate();
  worker = new Worker(new URL('./testing/kept-weights-worker.ts', import.meta.url), { type: 'module' });
  kept = Comlink.wrap<KeptWeightsWorker>(worker);
}

beforeEach(async () => {
  startAnew();
  await kept.clear();
});

afterEach(async () => {
  startAnew();
  await kept.clear();
  worker.terminate();
});

const weightsOf = (epoch: number, length = 1000): TrainedWeights => ({
  identity: { recipeHash: 'h', fingerprint: 'f', backend: 'cpu', device: 'd', arithmetic: 'a' },
  epoch,
  activation: 'sigmoid',
  checkpoint: new Map([
    ['conv1.weight', new Float32Array(length).fill(epoch / 3)],
    ['bn1.running_mean', new Float32Array(2).fill(-epoch)],
  ]),
});

describe('the weights of a run', () => {
  it('are those of its best epoch, to the last bit, also after the page was closed', async () => {
    await kept.keepBest('a', weightsOf(3));
    await kept.keepBest('a', weightsOf(5));
    startAnew();
    expect(await kept.read('a', null)).toEqual(weightsOf(5));
    expect(await kept.list()).toMatchObject([{ id: 'a', best: 5, epochs: [5] }]);
  });

  it('of a run that is deleted are gone, come back when it is undone, and are removed when that is too late', async () => {
    await kept.keepBest('a', weightsOf(5));
    await kept.keepBest('b', weightsOf(2));
    await kept.keepState('a', 3, { values: new Float32Array(10) });
    await kept.keepResult('a', 'question', { answer: 1 });
    await kept.setAside('a');
    startAnew();
    expect(await kept.list()).toMatchObject([{ id: 'b' }]);
    await expect(kept.read('a', null)).rejects.toThrow('not kept in this browser');
    expect(await kept.listStates()).toEqual([]);
    expect(await kept.readResult('a', 'question')).toBeNull();

    await kept.bringBack('a');
    expect(await kept.read('a', null)).toEqual(weightsOf(5));
    expect(await kept.listStates()).toMatchObject([{ id: 'a', epochsDone: 3 }]);
    expect(await kept.readResult('a', 'question')).toEqual({ answer: 1 });

    await kept.setAside('a');
    expect(await kept.hasFile('a.best')).toBe(true);
    await kept.setClockForward(61_000);
    expect(await kept.list()).toMatchObject([{ id: 'b' }]);
    expect(await kept.hasFile('a.best')).toBe(false);
    await kept.bringBack('a');
    expect(await kept.list()).toMatchObject([{ id: 'b' }]);
  });

  it('of other epochs are kept while they are small, of a long run every second, fourth and so on', async () => {
    const small = 1e6;
    for (let epoch = 1; epoch <= 9; epoch++) await kept.keepEpoch('a', weightsOf(epoch, small));
    await kept.keepBest('a', weightsOf(4, small));
    expect(await kept.list()).toMatchObject([{ id: 'a', best: 4, epochs: [1, 3, 4, 5, 7, 9] }]);
    expect((await kept.read('a', 7)).epoch).toBe(7);
    await kept.keepEpoch('b', weightsOf(1, 3 * small));
    expect(await kept.list()).toHaveLength(1);
  });

  it('share one room with the states of runs: what was kept longest ago goes, and is told', async () => {
    await kept.keepBest('old', weightsOf(1));
    const bytes = (await kept.list())[0]!.bytes;
    await kept.keepState('cut-off', 1, { values: new Float32Array(1000) });
    await kept.limit(2.5 * bytes);
    await kept.keepBest('new', weightsOf(1));
    expect((await kept.list()).map(({ id }) => id)).toEqual(['new']);
    expect(await kept.toldRemoved()).toEqual(['old.best']);
    await kept.keepBest('newer', weightsOf(1));
    expect(await kept.listStates()).toEqual([]);
    await kept.limit(bytes / 2);
    await expect(kept.keepBest('large', weightsOf(1))).rejects.toThrow('could not be kept');
  });

  it('do not make room while their run trains', async () => {
    await kept.keepBest('training', weightsOf(1));
    const bytes = (await kept.list())[0]!.bytes;
    await kept.limit(1.5 * bytes);
    await navigator.locks.request('lab-run-training', async () => {
      await expect(kept.keepBest('other', weightsOf(1))).rejects.toThrow('could not be kept');
    });
    expect(await kept.list()).toMatchObject([{ id: 'training' }]);
  });
});

describe('what was worked out', () => {
  it('is kept by what was asked, within a room of its own', async () => {
    const answer = { features: Float32Array.of(1, 2), labels: Uint8Array.of(0) };
    await kept.keepResult('a', 'features of val', answer);
    startAnew();
    expect(await kept.readResult('a', 'features of val')).toEqual(answer);
    expect(await kept.readResult('a', 'features of train')).toBeNull();
    expect(await kept.readResult('b', 'features of val')).toBeNull();
    await kept.keepResult('b', 'larger', { features: new Float32Array(950) });
    expect(await kept.readResult('a', 'features of val')).toBeNull();
  });
});
