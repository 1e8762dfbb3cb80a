import { describe, expect, it } from 'vitest';
import { exampleRow, exampleScores } from '../../storage/testing/example-row.ts';
import type { Scores } from '../run-record.ts';
import { unlearnt, unlearntSentence, unlearntSentences } from './learnt.ts';

const scored = (change: Partial<Scores>, status: 'finished' | 'running' = 'finished') => {
  const val = { ...exampleScores(0.9), ...change };
  return exampleRow({ status, summary: { val, ranking: null } });
};

describe('a run that learnt nothing that shows', () => {
  it('is one whose interval holds a coin toss, once it has ended', () => {
    const run = scored({ auc: 0.523, interval: [0.41, 0.63] });
    expect(unlearnt(run)).toBe('unshown');
    expect(unlearntSentence(run, 2)).toBe(
      'Not shown to have learnt: its validation AUC is 0.523 (95 % interval 0.410 to 0.630), and a coin toss has 0.500.',
    );
    expect(unlearnt(scored({ interval: [0.41, 0.63] }, 'running'))).toBeNull();
    expect(unlearnt(scored({ interval: [0.51, 0.63] }))).toBeNull();
  });

  it('goes by the cross-fitted score where there is one, and says so', () => {
    const ranking = { ...exampleScores(0.52), interval: [0.4, 0.6] as const, loss: null, epochs: [1, 2] };
    const run = exampleRow({ summary: { val: exampleScores(0.6), ranking } });
    expect(unlearntSentence(run, 2)).toContain('validation AUC, cross-fitted, is 0.520');
  });

  it('is one that gives every image the same score, but not one of too few images to say', () => {
    const same = { auc: 0.5, interval: null, aucByClass: [0.5] };
    const run = scored(same);
    expect(unlearnt(run)).toBe('alike');
    expect(unlearntSentence(run, 2)).toMatch(
      /^Nothing learnt: all validation images have one and the same score/,
    );
    const few = { ...run.dataset, classCounts: { ...run.dataset.classCounts, val: [9, 2] } };
    expect(unlearnt({ ...run, dataset: few })).toBeNull();
    expect(unlearnt(scored({ auc: 0.7, interval: null, aucByClass: [0.7] }))).toBeNull();
  });

  it('is one that diverged, with or without a score', () => {
    const error = { code: 'diverged', message: 'NaN', remedy: 'less' } as const;
    const run = exampleRow({ status: 'failed', error, summary: null });
    expect(unlearnt(run)).toBe('diverged');
    expect(unlearntSentence(run, 2)).toMatch(/^Diverged in epoch 3/);
    expect(unlearntSentence(exampleRow(), 2)).toBeNull();
  });

  it('is told in one sentence for all of a kind', () => {
    const told = unlearntSentences([
      { name: 'A', why: null },
      { name: 'B', why: 'unshown' },
      { name: 'C', why: 'diverged' },
      { name: 'D', why: 'unshown' },
    ]);
    expect(told).toEqual([
      'C diverged.',
      'B and D are not shown to have learnt: the interval of each AUC is not above 0.5, a coin toss.',
    ]);
    expect(unlearntSentences([{ name: 'A', why: null }])).toEqual([]);
  });
});
