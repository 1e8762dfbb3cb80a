import { describe, expect, it } from 'vitest';
import type { FeatureMap } from '../../worker/protocol-model-jobs.ts';
import { colourOf, groupRows, legendOf, pointFacts } from './points.ts';

const BINARY = { task: 'binary', classNames: ['clear', 'opacity'] } as const;

/** Two training and two validation images. */
const MAP: FeatureMap = {
  x: Float32Array.of(0, 2, 4, 6),
  y: Float32Array.of(1, 1, 3, 3),
  ids: Uint32Array.of(0, 1, 10, 11),
  parts: Uint8Array.of(0, 0, 1, 1),
  labels: Uint8Array.of(0, 1, 1, 1),
  logits: Float32Array.of(-1, 3, -3, 1),
  outputs: 1,
  activation: 'sigmoid',
  shares: null,
  axes: null,
};

describe('the points of a map', () => {
  it('know class, part, answer and confidence', () => {
    const facts = pointFacts(MAP, BINARY, null);
    expect(facts.map(({ words, part, isRight }) => [words, part, isRight])).toEqual([
      ['clear', 'train', true],
      ['opacity', 'train', true],
      ['opacity', 'val', false],
      ['opacity', 'val', true],
    ]);
    expect(facts[2]!.confidence).toBeCloseTo(1 / (1 + Math.exp(-3)), 6);
  });

  it('are right by the threshold of the run', () => {
    expect(pointFacts(MAP, BINARY, [2]).map(({ isRight }) => isRight)).toEqual([true, true, false, false]);
  });

  it('of labels are right where all of them are; without one they are a group of their own', () => {
    const labels = { task: 'multi-label', classNames: ['a', 'b'] } as const;
    const map = {
      ...MAP,
      labels: Uint8Array.of(1, 0, 0, 0, 0, 1, 1, 1),
      logits: Float32Array.of(1, -1, -1, -1, 1, 1, 1, 1),
      outputs: 2,
    };
    const facts = pointFacts(map, labels, null);
    expect(facts.map(({ isRight }) => isRight)).toEqual([true, true, false, true]);
    expect(facts[1]).toMatchObject({ group: 2, words: 'no label' });
    expect(legendOf(facts, 'class', labels).map(([name]) => name)).toEqual(['a', 'b', 'none']);
  });

  it('have one colour a class, and a legend for each way to colour them', () => {
    const facts = pointFacts(MAP, BINARY, null);
    for (const by of ['class', 'part', 'answer'] as const) {
      const legend = legendOf(facts, by, BINARY).map(([, colour]) => colour);
      expect(new Set(facts.map((fact) => colourOf(fact, by)))).toEqual(new Set(legend));
    }
    expect(colourOf(facts[1]!, 'confidence')).not.toBe(colourOf(facts[0]!, 'confidence'));
  });

  it('stand in a table by class and part', () => {
    const rows = groupRows(MAP, pointFacts(MAP, BINARY, null), BINARY);
    expect(rows.map(({ name, points, wrong, middle }) => [name, points, wrong, middle])).toEqual([
      ['clear, training', [0], 0, [0, 1]],
      ['opacity, training', [1], 0, [2, 1]],
      ['opacity, validation', [2, 3], 1, [5, 3]],
    ]);
  });
});
