import { type DBSchema, deleteDB, openDB } from 'idb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Database, onOutdated } from './open-database.ts';

interface Things extends DBSchema {
  things: { key: string; value: number };
  others: { key: string; value: number };
}

const name = `test-${crypto.randomUUID()}`;

function database(version: number) {
  return new Database<Things>(name, version, (opened, from) => {
    if (from < 1) opened.createObjectStore('things');
    if (from < 2 && version >= 2) opened.createObjectStore('others');
  });
}

afterEach(() => deleteDB(name));

describe('two versions of a database', () => {
  it('the older tab lets go and is told, and the newer one opens at once', async () => {
    let told = 0;
    onOutdated(() => {
      told += 1;
    });
    const older = database(1);
    await (await older.open()).put('things', 1, 'one');
    const newer = database(2);
    expect(await (await newer.open()).get('things', 'one')).toBe(1);
    expect(told).toBe(1);
    await expect(older.open()).rejects.toMatchObject({ code: 'storage-failed' });
    await expect(older.open()).rejects.toThrow(/newer version/);
    await newer.close();
  });

  it('a tab that does not let go is named instead of waited for, and later calls find it open', async () => {
    const held = await openDB<Things>(name, 1, {
      upgrade: (opened) => void opened.createObjectStore('things'),
    });
    const newer = database(2);
    await expect(newer.open()).rejects.toThrow(/older version .* another tab/);
    held.close();
    await expect.poll(async () => (await newer.open()).version).toBe(2);
    await newer.close();
  });

  it('that a browser refuses is said to be none, and asked for again the next time', async () => {
    const refusing = vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    });
    const one = database(1);
    await expect(one.open()).rejects.toMatchObject({ code: 'no-storage' });
    refusing.mockRestore();
    expect((await one.open()).version).toBe(1);
    await one.close();
  });

  it('is opened again after it was closed', async () => {
    const one = database(1);
    await (await one.open()).put('things', 5, 'five');
    await one.close();
    expect(await (await one.open()).get('things', 'five')).toBe(5);
    await one.close();
  });
});
