import { beforeAll, expect, it } from 'vitest';
import { activateTestBackend } from './testing/activate-test-backend.ts';
import { holdToNoLeak, recipeOf } from './testing/small-run.ts';
import { syntheticDataset } from './testing/synthetic-dataset.ts';
import { train } from './testing/told-run.ts';

beforeAll(() => activateTestBackend('cpu'));
holdToNoLeak();

const dataset = syntheticDataset({
  ...{ task: 'multi-class', classes: 300 },
  counts: { train: 300, val: 300, test: 300 },
});

it.each(['cross-entropy', 'aucm'])(
  '300 classes are trained with %s, and no label is cut to a byte',
  async (name) => {
    expect(dataset.splits.train.labels).toBeInstanceOf(Uint16Array);
    const told = await train(dataset, recipeOf({ epochs: 1, batch: 64, loss: { name } }));
    expect(told.losses.every(Number.isFinite)).toBe(true);
    const { val, test, summary } = told.finished;
    expect(Math.max(...val.labels)).toBe(299);
    expect(Math.max(...test!.labels)).toBe(299);
    expect(val.outputs).toBe(300);
    expect(summary.val.aucByClass).toHaveLength(300);
    expect(summary.val.auc).toBeGreaterThan(0);
  },
);
