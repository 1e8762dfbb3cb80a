import { expect, it } from 'vitest';
import { firstFile } from './given-files.ts';

const file = new File(['x'], 'set.npz');
const handle = { kind: 'file', name: 'set.npz', getFile: async () => file } as unknown as FileSystemHandle;

function folder(...within: readonly FileSystemHandle[]): FileSystemHandle {
  async function* entries() {
    for (const one of within) yield [one.name, one] as const;
  }
  return { kind: 'directory', name: 'folder', entries } as unknown as FileSystemHandle;
}

it.each([
  ['by itself', [file]],
  ['by its handle', handle],
  ['in a folder', folder(folder(), folder(handle))],
])('finds a file that was given %s', async (_how, source) => {
  expect(await firstFile({ id: '1', name: 'given', sources: [source] })).toBe(file);
});

it('finds none in an empty folder', async () => {
  expect(await firstFile({ id: '1', name: 'given', sources: [folder()] })).toBeNull();
});
