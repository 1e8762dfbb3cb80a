import { openDB } from 'idb';
import { afterEach, expect, it } from 'vitest';
import type { StoredEdition } from '../lab/edition/stored-edition.ts';
import { EditionStorage } from './editions.ts';

const NAME = 'editions-test';
let storage = new EditionStorage(NAME);

afterEach(async () => {
  await storage.close();
  indexedDB.deleteDatabase(NAME);
  storage = new EditionStorage(NAME);
});

const edition = (id: string, createdAt: number): StoredEdition => ({
  ...{ id, name: `edition ${id}`, fingerprint: 'ab', dataset: 'a set', undone: [], createdAt },
  steps: [[{ image: 3, leftOut: true }], [{ image: 4, label: [1] }]],
});

it('keeps editions with their steps, oldest first, until they are deleted', async () => {
  await storage.write(edition('b', 2));
  await storage.write(edition('a', 1));
  expect(await storage.all()).toEqual([edition('a', 1), edition('b', 2)]);
  await storage.delete('a');
  expect(await storage.all()).toEqual([edition('b', 2)]);
});

it('leaves out what it cannot read, and leaves it as it is', async () => {
  await storage.write(edition('a', 1));
  const database = await openDB(NAME, 1);
  await database.put('editions', { id: 'z', name: 'from the future', steps: 'many' });
  expect(await storage.all()).toEqual([edition('a', 1)]);
  expect(await database.get('editions', 'z')).toMatchObject({ steps: 'many' });
  database.close();
});
