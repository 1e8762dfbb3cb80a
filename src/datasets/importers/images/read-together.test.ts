import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ListedFile } from './file-list.ts';
import { readTogether } from './read-together.ts';

const signal = new AbortController().signal;

function listed(path: string, bytes: Uint8Array<ArrayBuffer>): ListedFile {
  return { path, size: bytes.length, stored: new Blob([bytes]), unpack: async (read) => read };
}

it('every file is given its own bytes, however many and large they are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 600 }), async (contents) => {
      const files = contents.map((bytes, at) => listed(`${at}.png`, new Uint8Array(bytes)));
      const wanted = [...files.keys()].filter((item) => item % 3 !== 1).reverse();
      const read: [number, Uint8Array][] = [];
      await readTogether(files, wanted, signal, async (item, bytes) => {
        read.push([item, await bytes()]);
      });
      expect(read.map(([item]) => item).toSorted((a, b) => b - a)).toEqual(wanted);
      for (const [item, bytes] of read) expect([...bytes]).toEqual([...contents[item]!]);
    }),
    { numRuns: 20 },
  );
});

it('one that cannot be read any more does not take its neighbours with it', async () => {
  const gone = Object.assign(new Blob([new Uint8Array(3)]), {
    stream: () => {
      throw new Error('gone');
    },
    arrayBuffer: () => Promise.reject(new Error('gone')),
  });
  const files = [listed('a', new Uint8Array([1])), listed('b', new Uint8Array([2]))];
  files.splice(1, 0, { ...files[0]!, path: 'lost', stored: gone });
  const told: string[] = [];
  // What a browser does where one part of a blob has gone: none of it can be read.
  const joined = Blob.prototype.arrayBuffer;
  Blob.prototype.arrayBuffer = function read(this: Blob) {
    return this.size === 5 ? Promise.reject(new Error('gone')) : joined.call(this);
  };
  try {
    await readTogether(files, [0, 1, 2], signal, async (item, bytes) => {
      told.push(await bytes().then(String, (error) => `${files[item]!.path}: ${error.message}`));
    });
  } finally {
    Blob.prototype.arrayBuffer = joined;
  }
  expect(told.toSorted()).toEqual(['1', '2', 'lost: gone']);
});
