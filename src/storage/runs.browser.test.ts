import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Predictions } from '../lab/run-record.ts';
import { midranks } from '../lab/statistics/auc.ts';
import { assembleRecord, RunStorage } from './runs.ts';
import { exampleEpoch, exampleRow } from './testing/example-row.ts';

let name: string;
let storage: RunStorage;

beforeEach(() => {
  name = `test-${crypto.randomUUID()}`;
  storage = new RunStorage(name);
});

afterEach(async () => {
  await storage.close();
  await deleteDB(name);
});

describe('RunStorage', () => {
  it('lists rows oldest first, with the latest state of each', async () => {
    const early = exampleRow({ id: 'b', createdAt: 1 });
    await storage.write(exampleRow({ id: 'a', createdAt: 2 }));
    await storage.write(early);
    await storage.write({ ...early, status: 'stopped' });
    expect((await storage.rows()).map((row) => [row.id, row.status])).toEqual([
      ['b', 'stopped'],
      ['a', 'finished'],
    ]);
  });

  it('adds to a curve part by part, in order, and keeps runs apart', async () => {
    const [row, other] = [exampleRow({ id: 'a' }), exampleRow({ id: 'aa' })];
    for (let part = 0; part < 12; part++) {
      await storage.write(row, {
        stepLosses: [part],
        epochs: part % 3 === 0 ? [exampleEpoch(part, 0.5)] : [],
      });
    }
    await storage.write(other, { stepLosses: [99], epochs: [] });
    const series = await storage.series('a');
    expect(series.stepLosses).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(series.epochs.map(({ epoch }) => epoch)).toEqual([0, 3, 6, 9]);
    expect((await storage.series('aa')).stepLosses).toEqual([99]);
  });

  it('keeps predictions as typed arrays', async () => {
    const val: Predictions = {
      logits: Float32Array.of(-0.25, 0.75),
      activation: 'sigmoid',
      labels: Uint8Array.of(0, 1),
      outputs: 1,
    };
    await storage.writePredictions('a', { val, test: null });
    expect(await storage.predictions('a')).toEqual({ val, test: null });
    expect(await storage.predictions('b')).toBeNull();
  });

  it('reads what an earlier lab stored as probabilities: in the same order, ties and all', async () => {
    const scores = Float32Array.of(1, 0.99999994, 0.75, 0.75, 1e-30, 0);
    const labels = Uint8Array.of(1, 1, 1, 0, 0, 0);
    const database = await openDB(name);
    await database.put('predictions', { val: { scores, labels, outputs: 1 }, test: null }, 'a');
    database.close();
    const { val, test } = (await storage.predictions('a'))!;
    expect(test).toBeNull();
    expect(val!.labels).toEqual(labels);
    expect(midranks(val!.logits)).toEqual(midranks(scores));
    expect(val!.logits.every(Number.isFinite)).toBe(true);
  });

  it('deletes all of a run and nothing of another', async () => {
    for (const id of ['a', 'b']) {
      await storage.write(exampleRow({ id }), { stepLosses: [1], epochs: [exampleEpoch(1, 0.5)] });
      await storage.writePredictions(id, { val: null, test: null });
    }
    await storage.delete('a');
    expect((await storage.rows()).map(({ id }) => id)).toEqual(['b']);
    expect(await storage.series('a')).toEqual({ stepLosses: [], epochs: [] });
    expect(await storage.predictions('a')).toBeNull();
    expect((await storage.series('b')).stepLosses).toEqual([1]);
  });

  it('opens what an earlier page wrote', async () => {
    await storage.write(exampleRow({ id: 'a' }), { stepLosses: [1, 2], epochs: [] });
    await storage.close();
    storage = new RunStorage(name);
    const [row] = await storage.rows();
    const record = assembleRecord(row!, await storage.series('a'));
    expect(record).toMatchObject({ version: 1, id: 'a', stepLosses: [1, 2] });
    expect(record).not.toHaveProperty('title');
  });
});
