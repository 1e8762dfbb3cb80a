import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EpochScores } from '../lab/light-table/epoch-scores.ts';
import { EpochScoresStorage } from './epoch-scores.ts';

let name: string;
let storage: EpochScoresStorage;

beforeEach(() => {
  name = `test-${crypto.randomUUID()}`;
  storage = new EpochScoresStorage(name);
});

afterEach(async () => {
  await storage.close();
  await deleteDB(name);
});

const epoch = (number: number): EpochScores => ({
  epoch: number,
  logits: Uint16Array.of(number, 2),
  activation: 'sigmoid',
  outputs: 1,
  means: { a: [0.5], b: [0.25] },
});

describe('scores by epoch', () => {
  it('are kept as they were, epochs ascending, runs apart, and dropped when they are to go', async () => {
    await storage.write('a', [epoch(1)]);
    await storage.write('a', [epoch(10)]);
    await storage.write('aa', [epoch(2)]);
    await storage.write('a', [epoch(3)], [1]);
    expect(await storage.read('a')).toEqual([epoch(3), epoch(10)]);
    await storage.close();
    storage = new EpochScoresStorage(name);
    expect(await storage.read('aa')).toEqual([epoch(2)]);
    await storage.delete('a');
    expect(await storage.read('a')).toEqual([]);
    expect(await storage.read('aa')).toEqual([epoch(2)]);
  });

  it('of another lab that cannot be read are left out', async () => {
    await storage.write('a', [epoch(1), epoch(3)]);
    const database = await openDB(name);
    await database.put('scores', { ...epoch(2), logits: [1, 2] }, ['a', 2]);
    database.close();
    expect((await storage.read('a')).map((scores) => scores.epoch)).toEqual([1, 3]);
  });
});
