import { describe, expect, it } from 'vitest';
import type { Task } from './dataset.ts';
import { scoredOutputs, scoredOutputsText } from './scored-outputs.ts';

const part = (task: Task, counts: readonly number[], images = 10) => ({
  task,
  counts: { train: 0, val: images, test: 0 },
  classCounts: { train: [], val: counts, test: [] },
});

describe('outputs that have an AUC', () => {
  it('need images on both sides', () => {
    expect(scoredOutputs(part('binary', [7, 3]), 'val')).toMatchObject({ scored: 1, all: 1 });
    expect(scoredOutputs(part('binary', [10, 0]), 'val')).toMatchObject({ scored: 0, all: 1 });
    expect(scoredOutputs(part('multi-class', [5, 5, 0]), 'val')).toMatchObject({ scored: 2, all: 3 });
    expect(scoredOutputs(part('multi-class', [0, 10, 0]), 'val')).toMatchObject({ scored: 0, all: 3 });
    expect(scoredOutputs(part('multi-label', [10, 0, 4]), 'val')).toMatchObject({ scored: 1, all: 3 });
  });

  it('are counted in words where the mean is not over all', () => {
    expect(scoredOutputsText(part('multi-label', [10, 0, 4]), 'val')).toContain('mean over 1 of 3 labels');
    expect(scoredOutputsText(part('multi-class', [5, 5, 0]), 'val')).toContain('mean over 2 of 3 classes');
    expect(scoredOutputsText(part('multi-label', [1, 2, 4]), 'val')).toBeNull();
    expect(scoredOutputsText(part('multi-label', [0, 10, 0]), 'val')).toBeNull();
  });
});
