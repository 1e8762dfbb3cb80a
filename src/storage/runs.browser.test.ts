import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Predictions } from '../lab/run-record.ts';
import { midranks } from '../lab/statistics/auc.ts';
import { assembleRecord } from './assemble-record.ts';
import { RunStorage } from './runs.ts';
import { exampleEpoch, exampleRow } from './testing/example-row.ts';

const NOTHING = { stepLosses: [], epochs: [] };
const VAL: Predictions = {
  logits: Float32Array.of(-0.25, 0.75),
  activation: 'sigmoid',
  labels: Uint8Array.of(0, 1),
  outputs: 1,
};

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

/** Puts something into a store past the lab, as another version or a defect would have. */
async function putRaw(store: string, value: unknown, key?: string): Promise<void> {
  await storage.rows();
  const database = await openDB(name);
  await database.put(store, value, key);
  database.close();
}

describe('RunStorage', () => {
  it('lists rows oldest first, with the latest state of each', async () => {
    await storage.insert(exampleRow({ id: 'a', createdAt: 2 }));
    await storage.insert(exampleRow({ id: 'b', createdAt: 1 }));
    await storage.change('b', { status: 'stopped' });
    const { rows, unreadable } = await storage.rows();
    expect(rows.map((row) => [row.id, row.status])).toEqual([
      ['b', 'stopped'],
      ['a', 'finished'],
    ]);
    expect(unreadable).toEqual([]);
  });

  it('adds to a curve part by part, in order, and keeps runs apart', async () => {
    await storage.insert(exampleRow({ id: 'a' }));
    await storage.insert(exampleRow({ id: 'aa' }), { stepLosses: [99], epochs: [] });
    for (let part = 0; part < 12; part++) {
      const epochs = part % 3 === 0 ? [exampleEpoch(part + 1, 0.5)] : [];
      await storage.change('a', { stepsDone: part + 1 }, { stepLosses: [part], epochs });
    }
    const series = await storage.series('a');
    expect(series.stepLosses).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(series.epochs.map(({ epoch }) => epoch)).toEqual([1, 4, 7, 10]);
    expect((await storage.series('aa')).stepLosses).toEqual([99]);
  });

  it('changes the fields that are given and leaves those that another tab has changed', async () => {
    await storage.insert(exampleRow({ id: 'a', status: 'running' }));
    const other = new RunStorage(name);
    await other.change('a', { title: 'mine' });
    await storage.change('a', { status: 'finished' });
    const { rows } = await other.rows();
    expect(rows).toMatchObject([{ title: 'mine', status: 'finished' }]);
    await other.close();
  });

  it('does not bring back what was deleted meanwhile', async () => {
    await storage.insert(exampleRow({ id: 'a' }));
    await storage.delete('a');
    expect(await storage.change('a', { status: 'finished' }, { stepLosses: [1], epochs: [] })).toBe(false);
    expect((await storage.rows()).rows).toEqual([]);
    expect(await storage.series('a')).toEqual(NOTHING);
  });

  it('writes a change whole or not at all', async () => {
    await storage.insert(exampleRow({ id: 'a', status: 'running' }));
    const uncloneable = { ...VAL, labels: (() => 0) as unknown as Uint8Array };
    const writing = storage.change('a', { status: 'finished' }, NOTHING, {
      val: uncloneable,
      ranking: null,
      test: null,
    });
    await expect(writing).rejects.toThrow();
    expect((await storage.rows()).rows).toMatchObject([{ status: 'running' }]);
  });

  it('keeps predictions as typed arrays', async () => {
    await storage.insert(exampleRow({ id: 'a' }), NOTHING, { val: VAL, ranking: null, test: null });
    expect(await storage.predictions('a')).toEqual({ val: VAL, ranking: null, test: null });
    expect(await storage.predictions('b')).toBeNull();
  });

  it('reads what an earlier lab stored as probabilities: in the same order, ties and all', async () => {
    const scores = Float32Array.of(1, 0.99999994, 0.75, 0.75, 1e-30, 0);
    const labels = Uint8Array.of(1, 1, 1, 0, 0, 0);
    await putRaw('predictions', { val: { scores, labels, outputs: 1 }, test: null }, 'a');
    const { val, ranking, test } = (await storage.predictions('a'))!;
    expect([ranking, test]).toEqual([null, null]);
    expect(val!.labels).toEqual(labels);
    expect(midranks(val!.logits)).toEqual(midranks(scores));
    expect(val!.logits.every(Number.isFinite)).toBe(true);
  });

  it('deletes all of a run and nothing of another, and brings back what it was given', async () => {
    for (const id of ['a', 'b']) {
      const series = { stepLosses: [1], epochs: [exampleEpoch(1, 0.5)] };
      await storage.insert(exampleRow({ id }), series, { val: VAL, ranking: null, test: null });
    }
    const raw = await storage.raw('a');
    await storage.delete('a');
    expect((await storage.rows()).rows.map(({ id }) => id)).toEqual(['b']);
    expect(await storage.series('a')).toEqual(NOTHING);
    expect(await storage.predictions('a')).toBeNull();
    expect((await storage.series('b')).stepLosses).toEqual([1]);
    await storage.insertRaw('a', raw);
    expect((await storage.rows()).rows).toHaveLength(2);
    expect((await storage.series('a')).epochs).toHaveLength(1);
    expect(await storage.predictions('a')).toEqual({ val: VAL, ranking: null, test: null });
  });

  it('opens what an earlier page wrote', async () => {
    await storage.insert(exampleRow({ id: 'a' }), { stepLosses: [1, 2], epochs: [] });
    await storage.close();
    storage = new RunStorage(name);
    const [row] = (await storage.rows()).rows;
    const record = assembleRecord(row!, await storage.series('a'));
    expect(record).toMatchObject({ version: 1, id: 'a', stepLosses: [1, 2] });
    expect(record).not.toHaveProperty('title');
  });

  it('sets aside what it cannot read, and leaves it as it is', async () => {
    await storage.insert(exampleRow({ id: 'a' }));
    const newer = { ...exampleRow({ id: 'new' }), version: 2, invented: true };
    await putRaw('rows', newer);
    await putRaw('rows', { id: 'odd', recipe: { seed: 7 } });
    const { rows, unreadable } = await storage.rows();
    expect(rows.map(({ id }) => id)).toEqual(['a']);
    expect(unreadable).toMatchObject([
      { key: 'new', newer: true },
      { key: 'odd', newer: false },
    ]);
    expect((await storage.raw('new')).row).toEqual(newer);
  });

  it('refuses a damaged curve and damaged predictions, and reads the row all the same', async () => {
    await storage.insert(exampleRow({ id: 'a' }));
    await putRaw('series', { run: 'a', part: 0, stepLosses: ['0.5'], epochs: [] });
    await putRaw('predictions', { val: { ...VAL, outputs: 3 }, ranking: null, test: null }, 'a');
    expect((await storage.rows()).rows).toHaveLength(1);
    await expect(storage.series('a')).rejects.toMatchObject({ code: 'storage-failed' });
    await expect(storage.predictions('a')).rejects.toMatchObject({ code: 'storage-failed' });
  });
});

describe('seals of test parts', () => {
  it('begin once, and are changed as they are stored', async () => {
    const name = `seals-${crypto.randomUUID()}`;
    const [one, other] = [new RunStorage(name), new RunStorage(name)];
    expect(await one.seals()).toEqual({ begun: false, keptOpenSince: null, sets: [] });
    const before = {
      fingerprint: 'a',
      openings: [{ at: 1, runs: 1, before: 0, unsealed: true as const }],
      seen: ['x'],
    };
    await one.beginSeals([before]);
    await other.beginSeals([]);
    await Promise.all([
      one.changeSeal('a', (seal) => ({ ...seal, seen: [...seal.seen, 'y'] })),
      other.changeSeal('a', (seal) => ({ ...seal, seen: [...seal.seen, 'z'] })),
      other.changeSeal('b', (seal) => seal),
    ]);
    const { begun, sets } = await one.seals();
    expect(begun).toBe(true);
    expect(sets.map(({ fingerprint }) => fingerprint)).toEqual(['a', 'b']);
    expect([...sets[0]!.seen].toSorted()).toEqual(['x', 'y', 'z']);
    expect(sets[0]!.openings).toEqual(before.openings);
    await other.keepTestsOpen(5);
    expect((await one.seals()).keptOpenSince).toBe(5);
    await Promise.all([one.close(), other.close()]);
  });
});
