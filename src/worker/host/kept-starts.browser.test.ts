import * as Comlink from 'comlink';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromTorchLayout } from '../../lab/model-export/trained-net.ts';
import { modelShapeOf } from '../../lab/models/model-shape-of.ts';
import { recipeHash } from '../../lab/recipe/canonical.ts';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { exampleWeights, weightsFile } from '../../lab/start/testing/example-weights.ts';
import type { StartWeights } from '../../lab/start/weights.ts';
import { weightsHash } from '../../lab/start/weights-hash.ts';
import { syntheticDataset } from '../../training/testing/synthetic-dataset.ts';
import type { TrainedWeights } from './kept-weights.ts';
import type { KeptStartsWorker } from './testing/kept-starts-worker.ts';

let worker: Worker;
let kept: Comlink.Remote<KeptStartsWorker>;

/** As after the page has been closed: nothing is left but what is stored. */
function startAnew(): void {
  worker?.terminate();
  worker = new Worker(new URL('./testing/kept-starts-worker.ts', import.meta.url), { type: 'module' });
  kept = Comlink.wrap<KeptStartsWorker>(worker);
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

const { summary } = syntheticDataset({ channels: 3 });
const recipe = parseRecipe({ width: 2 });
const shape = modelShapeOf(summary, recipe);
const fileOf = (weights: StartWeights) => new Blob([weightsFile(weights, shape)]);
const named = (weights: string) => ({ weights, name: 'a net', frozen: 'nothing' as const });

/** As a run keeps them. */
function keptBy({ arrays }: StartWeights): TrainedWeights {
  return {
    identity: {
      ...{ recipeHash: recipeHash(recipe), fingerprint: summary.fingerprint },
      ...{ backend: 'cpu' as const, device: 'd', arithmetic: 'a' },
    },
    epoch: 2,
    activation: 'sigmoid',
    checkpoint: new Map([...arrays].map(([name, array]) => [name, fromTorchLayout(array).values])),
  };
}

describe('weights that runs start from', () => {
  it('are the same by name and to the last bit, whether a run or its file brought them, and are kept once', async () => {
    const weights = exampleWeights(shape, { classNames: summary.classNames });
    const hash = await weightsHash(weights);
    const byRun = await kept.addRun(keptBy(weights), recipe, summary, 'stripes');
    expect(byRun).toMatchObject({ hash, name: 'stripes', facts: { width: 2, channels: 3, outputs: 1 } });
    const byFile = await kept.addFile(fileOf(weights), 'net');
    expect(byFile.hash).toBe(hash);
    startAnew();
    expect((await kept.list()).map(({ name }) => name)).toEqual(['net']);
    expect(await kept.read(named(hash))).toEqual(weights);
    expect(await kept.files()).toHaveLength(2);
  });

  it('that are gone, or not here, are told by name before anything is trained', async () => {
    const { hash } = await kept.addFile(fileOf(exampleWeights(shape)), 'net');
    await kept.setAside(hash);
    expect(await kept.list()).toEqual([]);
    await expect(kept.read(named(hash))).rejects.toThrow(
      `The weights “a net” (${hash.slice(0, 8)}) that this recipe starts from are not kept in this browser.`,
    );
  });

  it('that were deleted come back whole, and no others with them', async () => {
    const [weights, others] = [exampleWeights(shape, { seed: 1 }), exampleWeights(shape, { seed: 2 })];
    const { hash } = await kept.addFile(fileOf(weights), 'net');
    const other = await kept.addFile(fileOf(others), 'other');
    await kept.setAside(hash);
    await kept.setAside(other.hash);
    await kept.bringBack(hash);
    expect((await kept.list()).map(({ name }) => name)).toEqual(['net']);
    expect((await kept.read(named(hash))).arrays).toEqual(weights.arrays);
  });

  it('are held against their hash when they are read', async () => {
    const { hash } = await kept.addFile(fileOf(exampleWeights(shape)), 'net');
    await kept.damage(`${hash}.arrays`);
    await expect(kept.read(named(hash))).rejects.toThrow('are damaged in this browser');
  });

  it('of a file that does not fit are not stored, nor is any part of them', async () => {
    const whole = weightsFile(exampleWeights(shape), shape);
    await expect(kept.addFile(new Blob([whole.subarray(0, -40)]), 'cut')).rejects.toThrow(/and the file has/);
    expect(await kept.files()).toEqual([]);
  });

  it('of a run are those of its recipe and its set', async () => {
    const weights = keptBy(exampleWeights(shape));
    const other = parseRecipe({ width: 2, seed: 2 });
    await expect(kept.addRun(weights, other, summary, 'x')).rejects.toThrow('another run');
    const fingerprint = '1'.repeat(64);
    await expect(kept.addRun(weights, recipe, { ...summary, fingerprint }, 'x')).rejects.toThrow(
      'another run',
    );
  });

  it('make room for later ones; where there is none, nothing is changed', async () => {
    const first = await kept.addFile(fileOf(exampleWeights(shape, { seed: 1 })), 'first');
    await kept.limit(1.5 * first.bytes);
    const second = await kept.addFile(fileOf(exampleWeights(shape, { seed: 2 })), 'second');
    expect((await kept.list()).map(({ hash }) => hash)).toEqual([second.hash]);
    await kept.limit(0.5 * first.bytes);
    await expect(kept.addFile(fileOf(exampleWeights(shape, { seed: 3 })), 'third')).rejects.toThrow(
      'could not be kept',
    );
  });
});
