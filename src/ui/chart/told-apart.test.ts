import { expect, it } from 'vitest';
import { toldWithin } from './told-apart.ts';

const all = (names: readonly string[], most: number) =>
  toldWithin(
    names,
    names.map(() => most),
  );

it('leaves names that fit as they are', () => {
  expect(all(['flip', 'noise · seed 2'], 14)).toEqual(['flip', 'noise · seed 2']);
});

it('begins with what fewest of the names have where one is cut off', () => {
  expect(all(['flip + noise · upsample · seed 1', 'flip + noise · upsample · seed 2'], 13)).toEqual([
    'seed 1…',
    'seed 2…',
  ]);
  expect(all(['PneumoniaMNIST · flip', 'PneumoniaMNIST · noise'], 13)).toEqual(['flip…', 'noise…']);
});

it('keeps both ends where the beginnings are alike, and what follows them where the ends are, too', () => {
  expect(all(['noise · seed 1', 'noise · seed 2', 'flip · seed 1', 'flip · seed 2'], 13)).toEqual([
    'noise…seed 1',
    'noise…seed 2',
    'flip · seed 1',
    'flip · seed 2',
  ]);
  const titles = ['my long experiment one of the week', 'my long experiment two of the week'];
  expect(all(titles, 10)).toEqual(['…one of…', '…two of…']);
});

it('never gives two texts that are alike while one of the ways tells them apart', () => {
  const names = ['lr 0.01 · batch 32', 'lr 0.01 · batch 64', 'lr 0.1 · batch 32'];
  expect(new Set(all(names, 10)).size).toBe(3);
});
