import { expect, test } from 'vitest';
import type { Axes, Axis } from '../axes.ts';
import { winogradFilterGradientPays } from './winograd-filter-gradient.ts';

const axis = (size: number, stride = 1): Axis => ({
  input: size,
  output: Math.ceil(size / stride),
  kernel: 3,
  stride,
  pad: 1,
});
const FLAT = { input: 1, output: 1, kernel: 1, stride: 1, pad: 0 };
const pays = (axes: Axes, channels: number, { batch = 32, outputs = channels } = {}) =>
  winogradFilterGradientPays({ batch, axes, channels, outputs, outputShape: [] });

test('filter gradients go by Winograd on large maps of many channels, flat or of volumes', () => {
  expect(pays([FLAT, axis(28), axis(28)], 64)).toBe(true);
  expect(pays([FLAT, axis(16), axis(16)], 64)).toBe(true);
  expect(pays([axis(16), axis(16), axis(16)], 64, { batch: 4 })).toBe(true);
});

test('filter gradients stay direct where padding or few channels make that as cheap', () => {
  expect(pays([FLAT, axis(7), axis(7)], 16)).toBe(false);
  expect(pays([FLAT, axis(2), axis(2)], 512)).toBe(false);
  expect(pays([axis(2), axis(2), axis(2)], 512, { batch: 4 })).toBe(false);
  expect(pays([FLAT, axis(28), axis(28)], 1, { outputs: 64 })).toBe(false);
});

test('filter gradients of other strides and kernels stay direct', () => {
  expect(pays([FLAT, axis(28), axis(28, 2)], 64)).toBe(false);
  expect(pays([axis(16), { ...axis(16), kernel: 1, pad: 0 }, axis(16)], 64)).toBe(false);
});
