import { describe, expect, it } from 'vitest';
import { recipeHash } from '../lab/recipe/canonical.ts';
import { DEFAULT_RECIPE } from '../lab/recipe/recipe.ts';
import { runPredictionsSchema, runRowSchema } from './runs.ts';
import { exampleRow } from './testing/example-row.ts';
import { readRows } from './unreadable.ts';

/** A row as the first labs wrote it: what recipes have had since is not in it. */
const FIRST = {
  ...exampleRow(),
  colour: 3,
  recipe: {
    version: 1,
    dataset: {
      ...{ kind: 'phantom', shape: 'pneumonia', images: 120 },
      ...{ positiveFraction: 0.25, labelNoise: 0, seed: 7 },
    },
    volume: '3d',
    augment: { flip: {} },
    normalise: 'none',
    balance: { name: 'none' },
    stem: 'imagenet',
    width: 16,
    loss: { name: 'aucm', margin: 1, version: 'v1' },
    optimizer: {
      ...{ name: 'pesg', learningRate: 0.1, mode: 'sgd', momentum: 0.9, clip: 1 },
      ...{ weightDecay: 1e-4, epochDecay: 3e-3, reference: 'random' },
    },
    schedule: { decayAt: [0.5, 0.75], decayFactor: 10, warmUpEpochs: 0, warmUpLearningRate: 1e-3 },
    batch: 128,
    epochs: 10,
    patience: null,
    seed: 3,
  },
};

const read = (...stored: unknown[]) => readRows(['key'], stored, runRowSchema);

describe('a stored row', () => {
  it('comes back as it was written', async () => {
    const rows = [
      exampleRow(),
      exampleRow({ summary: null, status: 'running', bestVal: null, title: 'mine' }),
    ];
    expect(await readRows(['a', 'b'], rows, runRowSchema)).toEqual({ rows, unreadable: [] });
  });

  it('of an older lab has today’s defaults for what it lacks, and the hash it always had', async () => {
    const { title: _, ...untitled } = FIRST;
    const [row] = (await read(untitled)).rows;
    expect(row!.title).toBeNull();
    expect(row).not.toHaveProperty('colour');
    expect(row!.recipe).toMatchObject({
      ...FIRST.recipe,
      protocol: DEFAULT_RECIPE.protocol,
      pitfalls: DEFAULT_RECIPE.pitfalls,
      precision: 'single',
    });
    expect(row!.recipeHash).toBe(recipeHash(row!.recipe));
    expect(row!.recipeHash).toBe('b8e7188cd6c6');
    const { ranking: __, ...summary } = exampleRow().summary!;
    expect((await read({ ...exampleRow(), summary })).rows[0]!.summary).toEqual({
      ...summary,
      ranking: null,
    });
  });

  it('is set aside where it cannot be drawn', async () => {
    const good = exampleRow();
    const { fingerprint: _, ...nameless } = good.dataset;
    const bad: readonly unknown[] = [
      null,
      7,
      { ...good, recipe: { seed: 7 } },
      { ...good, dataset: nameless },
      { ...good, dataset: { ...good.dataset, classNames: ['one'] } },
      { ...good, createdAt: 1e300 },
      { ...good, bestVal: 'high' },
      { ...good, summary: { ...good.summary, val: null } },
      { ...good, status: 'asleep' },
    ];
    for (const stored of bad) {
      expect(await read(stored)).toMatchObject({ rows: [], unreadable: [{ key: 'key', newer: false }] });
    }
  });

  it('of a newer lab is told apart', async () => {
    const good = exampleRow();
    const newer: readonly unknown[] = [
      { ...good, version: 2 },
      { ...good, version: 2, dataset: 'elsewhere' },
      { ...good, recipe: { ...good.recipe, version: 2 } },
      { ...good, invented: 1 },
      { ...good, recipe: { ...good.recipe, invented: 1 } },
    ];
    for (const stored of newer) {
      expect(await read(stored)).toMatchObject({ rows: [], unreadable: [{ newer: true }] });
    }
  });
});

describe('stored predictions', () => {
  const val = {
    ...{ logits: Float32Array.of(-1, 2), activation: 'sigmoid' },
    ...{ labels: Uint8Array.of(0, 1), outputs: 1 },
  };

  it('are of as many images as there are labels', () => {
    const whole = { val, ranking: val, test: null };
    expect(runPredictionsSchema.safeParse(whole).data).toEqual(whole);
    // Before val was cross-fitted.
    expect(runPredictionsSchema.safeParse({ val, test: null }).data).toEqual({ ...whole, ranking: null });
    const short = { ...val, labels: Uint8Array.of(0, 1, 1) };
    const plain = { ...val, logits: [-1, 2] };
    const wild = { ...val, logits: Float32Array.of(Number.NaN, 2) };
    for (const part of [short, plain, wild, { ...val, outputs: 0 }, 'none']) {
      expect(runPredictionsSchema.safeParse({ val: part, test: null }).success).toBe(false);
    }
  });
});
