import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import {
  calibratedJoint,
  classThresholds,
  confidentJoint,
  doubtedLabels,
  type LabelledScores,
} from './confident-learning.ts';
import { doubtedImages, listQuality } from './doubted-images.ts';

function scoresOf(rows: readonly (readonly number[])[], given: readonly number[]): LabelledScores {
  return { probabilities: Float64Array.from(rows.flat()), classes: rows[0]!.length, given };
}

/** Of class 0 the first is sure and the last two are of the other; of class 1 the last is not sure. */
const HAND = scoresOf(
  [
    [0.9, 0.1],
    [0.8, 0.2],
    [0.1, 0.9],
    [0.2, 0.8],
    [0.3, 0.7],
    [0.1, 0.9],
    [0.15, 0.85],
    [0.95, 0.05],
  ],
  [0, 0, 0, 0, 1, 1, 1, 1],
);

describe('by hand', () => {
  it('thresholds are mean self-confidences, and the confident joint counts what reaches them', () => {
    const [first, second] = classThresholds(HAND);
    expect(first).toBeCloseTo((0.9 + 0.8 + 0.1 + 0.2) / 4, 12);
    expect(second).toBeCloseTo((0.7 + 0.9 + 0.85 + 0.05) / 4, 12);
    expect([...confidentJoint(HAND)]).toEqual([2, 2, 1, 3]);
    expect([...calibratedJoint(HAND)]).toEqual([2 / 8, 2 / 8, 1 / 8, 3 / 8]);
  });

  it('names as many as the joint says, the largest margin first', () => {
    expect(doubtedLabels(HAND, 'noise rate')).toEqual([
      { place: 7, suggested: 0, margin: expect.closeTo(0.9, 12) },
      { place: 2, suggested: 1, margin: expect.closeTo(0.8, 12) },
      { place: 3, suggested: 1, margin: expect.closeTo(0.6, 12) },
    ]);
    // Of two classes both ways rank alike.
    expect(doubtedLabels(HAND, 'class')).toEqual(doubtedLabels(HAND, 'noise rate'));
    expect(doubtedLabels(HAND, 'both')).toEqual(doubtedLabels(HAND, 'noise rate'));
  });

  it('an image that reaches several thresholds counts for its likeliest class; one that reaches none, for none', () => {
    const scores = scoresOf(
      [
        [0.6, 0.4],
        [0.4, 0.6],
        [0.5, 0.5],
        [0.45, 0.55],
      ],
      [0, 0, 1, 1],
    );
    // Thresholds 0.5 and 0.525: the third reaches that of the first class, the fourth that of its own.
    expect([...confidentJoint(scores)]).toEqual([1, 1, 1, 1]);
    const none = scoresOf(
      [
        [0.9, 0.1],
        [0.9, 0.1],
        [0.89, 0.11],
      ],
      [0, 0, 0],
    );
    expect([...confidentJoint(none)]).toEqual([2, 0, 0, 0]);
    expect([...calibratedJoint(none)]).toEqual([1, 0, 0, 0]);
    expect(doubtedLabels(none, 'noise rate')).toEqual([]);
  });
});

/** Word by word from the paper, with no thought of speed. */
function byBruteForce({ probabilities, classes, given }: LabelledScores) {
  const images = Array.from({ length: given.length }, (_, x) => x);
  const p = (x: number, j: number) => probabilities[x * classes + j]!;
  const all = Array.from({ length: classes }, (_, j) => j);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const t = all.map((j) => mean(images.filter((x) => given[x] === j).map((x) => p(x, j))));
  const counts = all.map((i) =>
    all.map(
      (j) =>
        images.filter((x) => {
          if (given[x] !== i || !(p(x, j) >= t[j]!)) return false;
          const reached = all.filter((l) => p(x, l) >= t[l]!);
          return j === reached.toSorted((a, b) => p(x, b) - p(x, a) || a - b)[0];
        }).length,
    ),
  );
  const joint = counts.map((row, i) => {
    const sum = row.reduce((a, b) => a + b, 0);
    const size = images.filter((x) => given[x] === i).length;
    return row.map((count, j) => ((sum === 0 ? Number(i === j) : count / sum) * size) / images.length);
  });
  const named = new Set<number>();
  for (const i of all)
    for (const j of all) {
      if (i === j) continue;
      const ranked = images
        .filter((x) => given[x] === i)
        .toSorted((a, b) => p(b, j) - p(b, i) - (p(a, j) - p(a, i)) || a - b);
      for (const x of ranked.slice(0, Math.round(images.length * joint[i]![j]!))) named.add(x);
    }
  return { counts: counts.flat(), joint: joint.flat(), named };
}

const questions = fc.integer({ min: 2, max: 4 }).chain((classes) =>
  fc
    .array(
      fc.record({
        weights: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: classes, maxLength: classes }),
        label: fc.integer({ min: 0, max: classes - 1 }),
      }),
      { minLength: 2, maxLength: 30 },
    )
    .map((images) =>
      scoresOf(
        images.map(({ weights }) => {
          const sum = weights.reduce((a, b) => a + b, 0);
          return weights.map((weight) => weight / sum);
        }),
        images.map(({ label }) => label),
      ),
    ),
);

describe('for any scores', () => {
  it('is what the paper says, word by word', () => {
    fc.assert(
      fc.property(questions, (scores) => {
        const { counts, joint, named } = byBruteForce(scores);
        expect([...confidentJoint(scores)]).toEqual(counts);
        calibratedJoint(scores).forEach((value, place) => {
          expect(value).toBeCloseTo(joint[place]!, 12);
        });
        const doubted = doubtedLabels(scores, 'noise rate');
        for (const { place } of doubted) expect(named.has(place)).toBe(true);
        // What is missing is likeliest to be of the class that it is given.
        for (const place of named) {
          const row = scores.probabilities.subarray(place * scores.classes, (place + 1) * scores.classes);
          const isNamed = doubted.some((doubt) => doubt.place === place);
          if (!isNamed) expect(row[scores.given[place]!]).toBeCloseTo(Math.max(...row), 12);
        }
      }),
    );
  });

  it('the joint has the sum 1 and the given classes as its rows; what both ways name each names', () => {
    fc.assert(
      fc.property(questions, (scores) => {
        const joint = calibratedJoint(scores);
        expect(joint.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
        const both = doubtedLabels(scores, 'both').map(({ place }) => place);
        for (const pruning of ['noise rate', 'class'] as const) {
          const places = doubtedLabels(scores, pruning).map(({ place }) => place);
          expect(both.every((place) => places.includes(place))).toBe(true);
        }
      }),
    );
  });
});

describe('images', () => {
  const random = createRandom(3);
  const count = 200;
  const truth = Uint8Array.from({ length: count }, (_, row) => row % 2);
  const given = truth.map((label, row) => (row % 10 === 3 ? 1 - label : label));
  const logits = Float32Array.from(truth, (label) => 5 * label - 2.5 + random.normal());

  it('with labels changed at random are found by good scores, and told by their place in the training part', () => {
    const images = Uint32Array.from({ length: count }, (_, row) => 1000 + row);
    const scores = { logits, activation: 'sigmoid', outputs: 1 } as const;
    const list = doubtedImages(scores, images, given, 'binary', 'noise rate');
    const isWrong = ({ image }: { image: number }) => given[image - 1000] !== truth[image - 1000];
    const quality = listQuality(list, isWrong, 20);
    expect(quality.precision).toBeGreaterThan(0.85);
    expect(quality.recall).toBeGreaterThan(0.75);
    expect(list[0]).toMatchObject({ label: null, suggested: 1 - list[0]!.given });
    expect(isWrong(list[0]!)).toBe(true);
  });

  it('of several classes take softmax, or sigmoids in their shares', () => {
    const rows = Float32Array.from([3, 0, 0, 0, 3, 0, 0, 0, 3, 3, 0, 0, 0, 3, 0, 0, 0, 3]);
    const labels = Uint8Array.of(0, 1, 2, 1, 1, 2);
    const images = [0, 1, 2, 3, 4, 5];
    for (const activation of ['softmax', 'sigmoid'] as const) {
      const scores = { logits: rows, activation, outputs: 3 };
      expect(doubtedImages(scores, images, labels, 'multi-class', 'noise rate')).toEqual([
        { image: 3, label: null, given: 1, suggested: 0, margin: expect.any(Number) },
      ]);
    }
  });

  it('with several labels are asked label by label', () => {
    const both = Float32Array.from(logits).map((logit) => -logit);
    const two = Float32Array.from({ length: 2 * count }, (_, at) =>
      at % 2 === 0 ? logits[at >> 1]! : both[at >> 1]!,
    );
    const labels = Uint8Array.from({ length: 2 * count }, (_, at) =>
      at % 2 === 0 ? given[at >> 1]! : 1 - truth[at >> 1]!,
    );
    const images = Array.from({ length: count }, (_, row) => row);
    const scores = { logits: two, activation: 'sigmoid', outputs: 2 } as const;
    const list = doubtedImages(scores, images, labels, 'multi-label', 'noise rate');
    const first = list.filter(({ label }) => label === 0);
    expect(first.map(({ image }) => image)).toEqual(
      doubtedImages({ logits, activation: 'sigmoid', outputs: 1 }, images, given, 'binary', 'noise rate').map(
        ({ image }) => image,
      ),
    );
    expect(list.length - first.length).toBeLessThan(5);
  });

  it('a list is judged by the truth', () => {
    const doubt = { label: null, given: 0, suggested: 1, margin: 0.5 };
    const list = [1, 2, 3].map((image) => ({ ...doubt, image }));
    expect(listQuality(list, ({ image }) => image < 3, 8)).toEqual({
      ...{ wrong: 8, listed: 3, found: 2, precision: 2 / 3, recall: 1 / 4 },
    });
    expect(listQuality([], () => true, 0)).toMatchObject({ precision: null, recall: null });
  });
});
