import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Task } from '../dataset.ts';
import { standardThresholds } from '../results/answers.ts';
import type { ScoredPart } from '../results/scored-part.ts';
import { scoredOf } from '../results/testing/scored.ts';
import { auc } from '../statistics/auc.ts';
import { finishWork } from '../work.ts';
import { differingPlaces, fourGroups, placeDifferences, seedAgreement } from './agreement.ts';
import { runAnswers, shareThresholds } from './run-answers.ts';

const binary = (logits: readonly number[], labels: readonly number[]) =>
  scoredOf(
    'binary',
    logits.map((logit) => [logit]),
    labels,
  );

/** At 0.5, or so that as many are a yes as there are. */
function answers(part: ScoredPart, cut: 'half' | 'share') {
  const thresholds =
    cut === 'half' ? standardThresholds(part.task, part.scores.length) : shareThresholds(part);
  return finishWork(runAnswers(part, thresholds));
}

const rowsOf = (task: Task, rows: readonly (readonly number[])[], labels: readonly number[]) =>
  answers(scoredOf(task, rows, labels), 'half');

const pairs = fc
  .array(fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -4, max: 4 }), fc.nat(1)), {
    minLength: 2,
    maxLength: 40,
  })
  .map((rows) => {
    const labels = rows.map(([, , label]) => label);
    const of = (column: 0 | 1) =>
      binary(
        rows.map((row) => row[column]),
        labels,
      );
    return { labels, first: of(0), second: of(1) };
  });

describe('what a run says of each image', () => {
  it('is right at 0.5 by the sign of the logit, and at the share by rank alone', () => {
    const all = binary([-5, -3, -4, -1], [0, 1, 0, 1]);
    expect([...answers(all, 'half').right]).toEqual([1, 0, 1, 0]);
    expect([...answers(all, 'share').right]).toEqual([1, 1, 1, 1]);
    expect(answers(all, 'share').ranks.map((ranks) => [...ranks])).toEqual([[0.125, 0.625, 0.375, 0.875]]);
  });

  it('at the share, a part with no positive has no false alarm', () => {
    expect([...answers(binary([3, -2], [0, 0]), 'share').right]).toEqual([1, 1]);
  });

  it('ranks hold the AUC, whatever the scale of the scores', () => {
    fc.assert(
      fc.property(pairs, ({ first, labels }) => {
        const area = auc(first.labels, first.scores[0]!);
        fc.pre(area !== null);
        const stretched = binary(
          Array.from(first.scores[0]!, (score) => 0.01 * score - 7),
          labels,
        );
        const [ranks] = answers(stretched, 'half').ranks;
        expect(auc(Uint8Array.from(labels), ranks!)).toBeCloseTo(area!, 12);
        expect(ranks!.reduce((sum, rank) => sum + rank, 0) / ranks!.length).toBeCloseTo(0.5, 12);
      }),
    );
  });

  it('of several classes is that of the likeliest, and ranks the score of the own class', () => {
    const rows = [
      [3, 0, 0],
      [0, 3, 0],
      [0, 0, 3],
      [2, 1, 0],
    ];
    const said = rowsOf('multi-class', rows, [0, 1, 2, 2]);
    expect([...said.right]).toEqual([1, 1, 1, 0]);
    expect(said.ranks).toHaveLength(1);
    expect(said.ranks[0]![2]).toBe(0.875);
    expect(said.ranks[0]![3]).toBeLessThan(0.875);
  });

  it('of labels is right only where all are', () => {
    const rows = [
      [2, -2],
      [-2, -2],
      [2, 2],
    ];
    const said = rowsOf('multi-label', rows, [1, 0, 0, 1, 1, 1]);
    expect([...said.right]).toEqual([1, 0, 1]);
    expect(said.ranks).toHaveLength(2);
  });
});

describe('two runs', () => {
  it('divide the images into four groups, each of which begins where they differ most', () => {
    const labels = [0, 0, 1, 1, 1];
    const first = answers(binary([-1, 2, 3, 1, -3], labels), 'half');
    const second = answers(binary([-1, -2, 3, -2, 3], labels), 'half');
    const groups = fourGroups(first, second);
    expect(groups).toEqual({ onlyFirst: [3], onlySecond: [4, 1], bothWrong: [], bothRight: [0, 2] });
    expect(placeDifferences(first, second)[0]).toEqual({ image: 4, question: 0, first: 0.1, second: 0.8 });
    // Of one run twice no image differs, and of two only those whose places do.
    expect(differingPlaces(placeDifferences(first, first))).toEqual([]);
    expect(differingPlaces(placeDifferences(first, second)).every((one) => one.first !== one.second)).toBe(
      true,
    );
  });

  it('each image is in one group, and swapping the runs swaps two of them', () => {
    fc.assert(
      fc.property(pairs, fc.constantFrom('half' as const, 'share' as const), ({ first, second }, cut) => {
        const [a, b] = [answers(first, cut), answers(second, cut)];
        const groups = fourGroups(a, b);
        const all = Object.values(groups).flat();
        expect(all.toSorted((x, y) => x - y)).toEqual(Array.from(a.right, (_, image) => image));
        const swapped = fourGroups(b, a);
        expect(swapped.onlyFirst).toEqual(groups.onlySecond);
        expect(swapped.bothWrong).toEqual(groups.bothWrong);
        const rights = a.right.reduce((sum, value) => sum + value, 0);
        expect(groups.onlyFirst.length + groups.bothRight.length).toBe(rights);
      }),
    );
  });

  it('of different images are not compared', () => {
    const one = answers(binary([1, 2], [0, 1]), 'half');
    const other = answers(binary([1, 2, 3], [0, 1, 1]), 'half');
    expect(() => fourGroups(one, other)).toThrow(RangeError);
  });

  it('differ most on the label on which they do', () => {
    const of = (rows: readonly (readonly number[])[]) => rowsOf('multi-label', rows, [1, 0, 0, 1, 1, 1]);
    const [most] = placeDifferences(
      of([
        [1, 1],
        [2, 2],
        [3, 3],
      ]),
      of([
        [1, 3],
        [2, 2],
        [3, 1],
      ]),
    );
    expect(most).toMatchObject({ image: 0, question: 1 });
  });
});

describe('seeds of one recipe', () => {
  it('name the images that flip, the most divided first', () => {
    const labels = [1, 1, 1, 1];
    const runs = [
      [1, 1, -1, -1],
      [1, 1, 1, -1],
      [1, -1, -1, -1],
      [1, 1, 1, -1],
    ].map((logits) => answers(binary(logits, labels), 'half'));
    expect(seedAgreement(runs)).toEqual({
      seeds: 4,
      alwaysRight: 1,
      alwaysWrong: 1,
      flips: [
        { image: 2, right: 2 },
        { image: 1, right: 3 },
      ],
    });
  });

  it('a single one never flips', () => {
    const run = answers(binary([1, -1], [1, 1]), 'half');
    expect(seedAgreement([run]).flips).toEqual([]);
  });
});
