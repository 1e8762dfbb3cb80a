import { expect, test } from 'vitest';
import { winogradPays } from './winograd.ts';

const axis = (size: number, stride = 1) => ({ input: size, output: size, kernel: 3, stride, pad: 1 });

test('Winograd is chosen on large maps, not where padding makes the direct way as cheap', () => {
  const choose = (size: number, channels: number) =>
    winogradPays({ batch: 128, axes: [axis(size), axis(size)], rows: channels, columns: channels });
  expect(choose(28, 64)).toBe(true);
  expect(choose(14, 128)).toBe(true);
  expect(choose(2, 256)).toBe(false);
  expect(choose(1, 512)).toBe(false);
});

test('Winograd is not chosen for other strides, kernels or channels that do not fill its vectors', () => {
  const shape = { batch: 32, axes: [axis(28), axis(28)], rows: 64, columns: 64 } as const;
  expect(winogradPays({ ...shape, axes: [axis(28), axis(28, 2)] })).toBe(false);
  expect(winogradPays({ ...shape, axes: [axis(28), { ...axis(28), kernel: 7 }] })).toBe(false);
  expect(winogradPays({ ...shape, rows: 61 })).toBe(false);
  expect(winogradPays({ ...shape, columns: 60 })).toBe(false);
});
