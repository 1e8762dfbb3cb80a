import * as Comlink from 'comlink';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeptStatesWorker } from './testing/kept-states-worker.ts';

let worker: Worker;
let states: Comlink.Remote<KeptStatesWorker>;

/** As after a crash of the page: nothing is left but what is stored. */
function startAnew(): void {
  worker?.terminate();
  worker = new Worker(new URL('./testing/kept-states-worker.ts', import.meta.url), { type: 'module' });
  states = Comlink.wrap<KeptStatesWorker>(worker);
}

beforeEach(async () => {
  startAnew();
  await states.clear();
});

afterEach(async () => {
  startAnew();
  await states.clear();
  worker.terminate();
});

const valueAfter = (epoch: number, length = 1000) => ({
  epoch,
  weights: new Float32Array(length).fill(epoch + 0.5),
  best: null,
});

describe('the state of a run', () => {
  it('is the latest that was kept, and takes one file', async () => {
    for (const epoch of [1, 2, 3]) {
      const kept = await states.keep('a', epoch, valueAfter(epoch));
      expect(kept).toMatchObject({ id: 'a', epochsDone: epoch });
      expect(Object.values(await states.files())).toEqual([kept.bytes]);
    }
    expect(await states.list()).toMatchObject([{ id: 'a', epochsDone: 3 }]);
    startAnew();
    expect(await states.read('a')).toEqual(valueAfter(3));
    await states.drop('a');
    expect(await states.files()).toEqual({});
    await expect(states.read('a')).rejects.toThrow('no state of this run');
  });

  it('that was cut off while it was written leaves the one before', async () => {
    await states.keep('a', 1, valueAfter(1));
    await states.fillUpAfter(2500);
    await expect(states.keep('a', 2, valueAfter(2))).rejects.toThrow(
      'could not be kept: There is no room left.',
    );
    startAnew();
    expect(await states.list()).toMatchObject([{ id: 'a', epochsDone: 1 }]);
    expect(await states.read('a')).toEqual(valueAfter(1));
    expect(await states.keep('a', 3, valueAfter(3))).toMatchObject({ epochsDone: 3 });
  });

  it('that died with its worker in the middle of a write leaves the one before', async () => {
    const { bytes } = await states.keep('a', 1, valueAfter(1));
    await states.dieInTheMiddle();
    await expect(states.keep('a', 2, valueAfter(2))).rejects.toThrow('dead');
    startAnew();
    // It has its whole size, but not its mark.
    expect(await states.files()).toEqual({ 'a.0': bytes, 'a.1': bytes });
    expect(await states.list()).toMatchObject([{ id: 'a', epochsDone: 1 }]);
    expect(await states.read('a')).toEqual(valueAfter(1));
    await states.keep('a', 3, valueAfter(3));
    startAnew();
    expect(await states.read('a')).toEqual(valueAfter(3));
  });

  it('for which the browser grants no room is refused before a byte of it is written', async () => {
    const { bytes } = await states.keep('a', 1, valueAfter(1));
    await states.refuseSizesOver(bytes - 1);
    await expect(states.keep('a', 2, valueAfter(2))).rejects.toThrow(
      'could not be kept: No more is granted.',
    );
    expect(await states.files()).toEqual({ 'a.0': bytes, 'a.1': 0 });
    expect(await states.read('a')).toEqual(valueAfter(1));
  });

  it('is whole though each write takes only a part', async () => {
    await states.fillUpAfter(1e6);
    await states.keep('a', 1, valueAfter(1));
    startAnew();
    expect(await states.read('a')).toEqual(valueAfter(1));
  });

  it('that was damaged is refused', async () => {
    const { bytes } = await states.keep('a', 1, valueAfter(1));
    await states.damage('a.0', bytes - 100);
    await expect(states.read('a')).rejects.toThrow('no state of this run');
  });

  it('makes room by dropping those that were kept longest ago, and never its own', async () => {
    const { bytes } = await states.keep('old', 1, valueAfter(1));
    await states.keep('newer', 1, valueAfter(1));
    // A quarter of what the browser grants: two and a half states.
    await states.limit(10 * bytes);
    await states.keep('latest', 1, valueAfter(1));
    expect((await states.list()).map(({ id }) => id).sort()).toEqual(['latest', 'newer']);
    await states.limit(3 * bytes);
    await expect(states.keep('latest', 2, valueAfter(2))).rejects.toThrow('may be used for it');
    expect(await states.read('latest')).toEqual(valueAfter(1));
  });

  it('does not take the room of a run that trains in another tab', async () => {
    const { bytes } = await states.keep('training', 1, valueAfter(1));
    await navigator.locks.request('lab-run-training', async () => {
      await states.limit(5 * bytes);
      await expect(states.keep('other', 1, valueAfter(1))).rejects.toThrow('may be used for it');
    });
    expect(await states.list()).toMatchObject([{ id: 'training' }]);
  });

  it('travels as a file', async () => {
    await states.keep('a', 4, valueAfter(4));
    const file = (await states.file('a'))!;
    const copy = new Blob([await file.arrayBuffer()]);
    await states.clear();
    await states.add('a', copy);
    expect(await states.list()).toMatchObject([{ id: 'a', epochsDone: 4, bytes: copy.size }]);
    expect(await states.read('a')).toEqual(valueAfter(4));
    await expect(states.add('a', new Blob(['no state']))).rejects.toThrow('damaged');
  });
});
