import { expect, test } from 'vitest';
import { stepFlops } from './step-flops.ts';

const shape = { width: 64, channels: 1, outputs: 1 } as const;

test('the step of each network costs what counting its layers gives', () => {
  expect(stepFlops({ ...shape, dims: 2, stem: 'imagenet' }, 28) / 1e9).toBeCloseTo(0.2, 1);
  expect(stepFlops({ ...shape, dims: 2, stem: 'small' }, 28) / 1e9).toBeCloseTo(2.74, 1);
  expect(stepFlops({ ...shape, dims: 3, stem: 'imagenet' }, 28) / 1e9).toBeCloseTo(2.2, 1);
});
