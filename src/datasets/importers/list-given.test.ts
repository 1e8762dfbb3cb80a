import { expect, it } from 'vitest';
import { listGiven } from './list-given.ts';

const context = { signal: new AbortController().signal, onProgress: () => undefined };

function fileHandle(name: string, fails?: string): FileSystemFileHandle {
  const getFile = async () => {
    if (fails) throw new DOMException('gone', fails);
    return new File([name], name);
  };
  return { kind: 'file', name, getFile } as unknown as FileSystemFileHandle;
}

function folderHandle(name: string, within: readonly FileSystemHandle[]): FileSystemDirectoryHandle {
  async function* entries() {
    for (const handle of within) yield [handle.name, handle] as const;
  }
  return { kind: 'directory', name, entries } as unknown as FileSystemDirectoryHandle;
}

it('lists files of folders within folders under their paths, as many as there are', async () => {
  const many = Array.from({ length: 1200 }, (_, at) => fileHandle(`${at}.png`));
  const source = folderHandle('lungs', [folderHandle('sick', many), fileHandle('labels.csv')]);
  const told: number[] = [];
  const files = await listGiven(
    [
      { path: 'lungs', source },
      { path: './other.png', source: new File(['x'], 'other.png') },
    ],
    { ...context, onProgress: ({ done }) => told.push(done) },
  );
  expect(files).toHaveLength(1202);
  expect(new Set(files.map(({ path }) => path)).size).toBe(1202);
  expect(files.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['lungs/sick/1199.png', 'lungs/labels.csv', 'other.png']),
  );
  expect(told.at(-1)).toBe(1202);
  expect(told.length).toBeGreaterThan(2);
});

it.each([
  ['NotFoundError', 'lungs/1.png cannot be read: it was moved or deleted.'],
  ['NotAllowedError', 'lungs/1.png cannot be read: the page may not read it.'],
])('a file that answers %s is told by name', async (name, words) => {
  const source = folderHandle('lungs', [fileHandle('1.png', name)]);
  await expect(listGiven([{ path: 'lungs', source }], context)).rejects.toThrow(words);
});

it('ends where it is cancelled', async () => {
  const cancel = new AbortController();
  const source = folderHandle(
    'lungs',
    Array.from({ length: 2000 }, (_, at) => fileHandle(`${at}.png`)),
  );
  const listing = listGiven([{ path: 'lungs', source }], {
    signal: cancel.signal,
    onProgress: () => cancel.abort(),
  });
  await expect(listing).rejects.toMatchObject({ code: 'cancelled' });
});
