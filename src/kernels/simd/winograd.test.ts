import { expect, test } from 'vitest';
import { winogradPays } from './winograd.ts';

const axis = (size: number, stride = 1) => ({ input: size, output: size, kernel: 3, stride, pad: 1 });
const FLAT = { input: 1, output: 1, kernel: 1, stride: 1, pad: 0 };

test('Winograd is chosen on large maps, not where padding makes the direct way as cheap', () => {
  const choose = (size: number, channels: number) =>
    winogradPays({ batch: 128, axes: [FLAT, axis(size), axis(size)], rows: channels, columns: channels });
  expect(choose(28, 64)).toBe(true);
  expect(choose(14, 128)).toBe(true);
  expect(choose(2, 256)).toBe(false);
  expect(choose(1, 512)).toBe(false);
});

test('Winograd is not chosen for other strides, kernels or channels that do not fill its vectors', () => {
  const shape = { batch: 32, axes: [FLAT, axis(28), axis(28)], rows: 64, columns: 64 } as const;
  expect(winogradPays({ ...shape, axes: [FLAT, axis(28), axis(28, 2)] })).toBe(false);
  expect(winogradPays({ ...shape, axes: [FLAT, axis(28), { ...axis(28), kernel: 7 }] })).toBe(false);
  expect(winogradPays({ ...shape, rows: 61 })).toBe(false);
  expect(winogradPays({ ...shape, columns: 60 })).toBe(false);
});

test('Winograd is chosen on large maps of volumes, whose depth may have any kernel of stride 1', () => {
  const choose = (size: number, channels: number, depth = axis(size)) =>
    winogradPays({ batch: 4, axes: [depth, axis(size), axis(size)], rows: channels, columns: channels });
  expect(choose(16, 64)).toBe(true);
  expect(choose(16, 64, { input: 16, output: 12, kernel: 5, stride: 1, pad: 0 })).toBe(true);
  expect(choose(16, 64, { input: 16, output: 8, kernel: 3, stride: 2, pad: 1 })).toBe(false);
  expect(choose(2, 512)).toBe(false);
});
