import { expect, test } from 'vitest';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { arrive, chooseClasses, chosenClasses, leaveSelection, openSelection, useGallery } from './store.ts';

const SELECTION = {
  title: '9 images of clear called clear',
  run: 'a',
  part: 'val',
  parts: ['val'],
  fingerprint: 'f',
  ids: [1, 2],
} as const;

test('where a tab was left is kept for who comes back, though it is drawn again on the way to the gallery', () => {
  openSelection(SELECTION, 1493);
  // Hidden while the gallery is fetched, shown for a moment, and gone.
  expect(leaveSelection('results')).toBeNull();
  expect(arrive()).toBe(true);
  expect(leaveSelection('results')).toMatchObject({ tab: 'results', place: 1493 });
  expect(leaveSelection('results')).toBeNull();
});

test('classes that were chosen on one set are not chosen on another, which has others at their places', () => {
  const [one, other] = [{ fingerprint: 'f' }, { fingerprint: 'g' }] as DatasetSummary[];
  chooseClasses(one!, [1]);
  expect(chosenClasses(useGallery.getState(), one!)).toEqual([1]);
  expect(chosenClasses(useGallery.getState(), other!)).toBeNull();
});
