import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LabError } from '../../lab/lab-error.ts';
import { loadDataset } from '../sources/registry.ts';
import { syntheticNpz } from '../testing/synthetic-npz.ts';
import { createStoredFile, deleteStoredFile, listStoredFiles, readStoredFile } from './stored-files.ts';

const SET = { counts: { train: 8, val: 4, test: 4 }, imageShape: [28, 28], classes: 2 } as const;

async function clear() {
  for (const { name } of await listStoredFiles()) await deleteStoredFile(name);
}

beforeEach(clear);
afterEach(async () => {
  vi.restoreAllMocks();
  await clear();
});

async function store(key: string, name: string, bytes: readonly number[]) {
  const writer = await createStoredFile(key, name, bytes.length);
  await writer.write(new Uint8Array(bytes));
  return writer.finish();
}

function load(file: File, notices: LabError[] = []) {
  return loadDataset(
    { kind: 'file', file },
    {
      signal: new AbortController().signal,
      onProgress: () => {},
      onNotice: (notice) => notices.push(notice),
    },
  );
}

describe('stored files', () => {
  it('are listed, read and deleted by name', async () => {
    await store('pneumoniamnist@28', 'pneumoniamnist.npz', [1, 2, 3]);
    expect(await listStoredFiles()).toEqual([
      { name: 'pneumoniamnist.npz', bytes: 3, key: 'pneumoniamnist@28', storedAt: expect.any(Number) },
    ]);
    const file = await readStoredFile('pneumoniamnist.npz');
    expect(new Uint8Array(await file!.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
    await deleteStoredFile('pneumoniamnist.npz');
    expect(await listStoredFiles()).toEqual([]);
    expect(await readStoredFile('pneumoniamnist.npz')).toBeNull();
  });

  it('of one name for two sets are told apart', async () => {
    await store('custom:1', 'data.npz', [1]);
    await store('custom:2', 'data.npz', [2]);
    const names = (await listStoredFiles()).map(({ name, key }) => `${key} ${name}`);
    expect(names.sort()).toEqual(['custom:1 data.npz', 'custom:2 data (2).npz']);
    await deleteStoredFile('data.npz');
    expect((await listStoredFiles()).map(({ key }) => key)).toEqual(['custom:2']);
  });

  it('leave nothing behind when writing is given up', async () => {
    const writer = await createStoredFile('custom:1', 'data.npz', null);
    await writer.write(new Uint8Array(1000));
    await writer.discard();
    expect(await listStoredFiles()).toEqual([]);
  });

  it('that were there stay as they were when a new version is given up', async () => {
    await store('custom:1', 'data.npz', [1, 2, 3]);
    const writer = await createStoredFile('custom:1', 'data.npz', null);
    await writer.write(new Uint8Array(1000));
    await writer.discard();
    expect((await readStoredFile('data.npz'))!.size).toBe(3);
  });
});

describe('two tabs that write one file', () => {
  it('do not take it away from each other: what one gives up, the other finishes', async () => {
    const [one, other] = await Promise.all([
      createStoredFile('custom:1', 'data.npz', null),
      createStoredFile('custom:1', 'data.npz', null),
    ]);
    await one.write(new Uint8Array([1]));
    await other.write(new Uint8Array([1, 2]));
    await one.discard();
    await other.write(new Uint8Array([3]));
    const file = await other.finish();
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
    expect(await listStoredFiles()).toMatchObject([{ name: 'data.npz', bytes: 3 }]);
  });

  it('leave nothing behind when both give up', async () => {
    const [one, other] = await Promise.all([
      createStoredFile('custom:1', 'data.npz', null),
      createStoredFile('custom:1', 'data.npz', null),
    ]);
    await one.discard();
    await other.discard();
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('datasets');
    const names: string[] = [];
    for await (const name of root.keys()) names.push(name);
    expect(names).toEqual([]);
  });
});

describe('a dropped file', () => {
  it('is there after a reload', async () => {
    const dropped = await load(new File([syntheticNpz(SET)], 'mine.npz'));
    const [stored] = await listStoredFiles();
    expect(stored).toMatchObject({ name: 'mine.npz', key: dropped.summary.key });
    const again = await loadDataset(
      { kind: 'stored', name: 'mine.npz' },
      { signal: new AbortController().signal, onProgress: () => {}, onNotice: () => {} },
    );
    expect(again.summary.fingerprint).toBe(dropped.summary.fingerprint);
  });

  it('that is bad is not kept', async () => {
    await expect(load(new File(['no zip'], 'bad.npz'))).rejects.toMatchObject({ code: 'not-a-zip' });
    expect(await listStoredFiles()).toEqual([]);
  });

  it('is usable, with a notice, where no storage is left', async () => {
    vi.spyOn(navigator.storage, 'estimate').mockResolvedValue({ quota: 1000, usage: 900 });
    const notices: LabError[] = [];
    const dataset = await load(new File([syntheticNpz(SET)], 'mine.npz'), notices);
    expect(dataset.summary.counts).toEqual(SET.counts);
    expect(notices).toMatchObject([
      { code: 'storage-full', message: expect.stringContaining('100 bytes are left') },
    ]);
    expect(await listStoredFiles()).toEqual([]);
  });

  it('is usable, with a notice, where the storage fills up while writing', async () => {
    vi.spyOn(FileSystemWritableFileStream.prototype, 'write').mockRejectedValue(
      new DOMException('full', 'QuotaExceededError'),
    );
    const notices: LabError[] = [];
    await load(new File([syntheticNpz(SET)], 'mine.npz'), notices);
    expect(notices).toMatchObject([{ code: 'storage-full' }]);
    expect(await listStoredFiles()).toEqual([]);
  });

  it('is usable, with a notice, where the browser gives no storage', async () => {
    vi.spyOn(navigator.storage, 'getDirectory').mockRejectedValue(new DOMException('no', 'SecurityError'));
    const notices: LabError[] = [];
    await load(new File([syntheticNpz(SET)], 'mine.npz'), notices);
    expect(notices).toMatchObject([{ code: 'storage-full', message: expect.stringContaining('private') }]);
  });

  it('is usable, with a notice in words, where files cannot be written', async () => {
    const { createWritable } = FileSystemFileHandle.prototype;
    Reflect.deleteProperty(FileSystemFileHandle.prototype, 'createWritable');
    try {
      const notices: LabError[] = [];
      await load(new File([syntheticNpz(SET)], 'mine.npz'), notices);
      expect(notices).toMatchObject([
        { code: 'storage-full', message: expect.stringContaining('old browser') },
      ]);
      expect(await listStoredFiles()).toEqual([]);
    } finally {
      FileSystemFileHandle.prototype.createWritable = createWritable;
    }
  });

  it('whose stored copy is gone is asked for again', async () => {
    const loading = loadDataset(
      { kind: 'stored', name: 'gone.npz' },
      { signal: new AbortController().signal, onProgress: () => {}, onNotice: () => {} },
    );
    await expect(loading).rejects.toMatchObject({ code: 'no-dataset' });
  });
});
