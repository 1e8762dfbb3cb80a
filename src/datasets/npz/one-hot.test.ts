import { expect, it } from 'vitest';
import { ONE_HOT_NOTE } from '../../lab/one-hot-note.ts';
import { npzBytes, syntheticArrays } from '../testing/synthetic-npz.ts';
import { loadNpz } from './load-npz.ts';
import { namedAsClasses } from './one-hot.ts';

const SET = { counts: { train: 12, val: 6, test: 6 }, imageShape: [8, 8], classes: 3 };
const context = { signal: new AbortController().signal, onProgress: () => undefined };

/** @param several whether one image has two labels */
function columnsNpz(several: boolean): Blob {
  const arrays = syntheticArrays(SET);
  for (const split of ['train', 'val', 'test']) {
    const { data } = arrays[`${split}_labels`]!;
    const columns = new Uint8Array(data.length * 3);
    data.forEach((label, row) => {
      columns[row * 3 + label] = 1;
    });
    if (several && split === 'test') columns.fill(1, 0, 2);
    arrays[`${split}_labels`] = { shape: [data.length, 3], data: columns };
  }
  return new Blob([npzBytes(arrays)]);
}

const load = (several: boolean, name: string) => loadNpz(columnsNpz(several), name, 'a test', context);

it('one-hot labels are read as labels, with a word, or as classes where the name says so', async () => {
  const labels = await load(false, 'x.npz');
  expect(labels.summary).toMatchObject({ task: 'multi-label' });
  expect(labels.summary.notes).toContain(ONE_HOT_NOTE);
  const classes = await load(false, namedAsClasses('x.npz'));
  expect(classes.summary).toMatchObject({ task: 'multi-class', name: 'x (as classes)' });
  expect(classes.summary.notes).not.toContain(ONE_HOT_NOTE);
  expect([...classes.splits.train.labels]).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]);
  expect(classes.summary.fingerprint).not.toBe(labels.summary.fingerprint);
});

it('columns of which an image has several are no classes', async () => {
  expect((await load(true, 'x.npz')).summary.notes).not.toContain(ONE_HOT_NOTE);
  await expect(load(true, namedAsClasses('x.npz'))).rejects.toMatchObject({ code: 'labels-out-of-range' });
});
