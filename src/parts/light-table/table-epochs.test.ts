import { describe, expect, it } from 'vitest';
import type { EpochScores } from '../../lab/light-table/epoch-scores.ts';
import { probabilityOf } from '../../lab/light-table/score-axis.ts';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { answersOf, outputsOf } from '../../lab/results/answer-names.ts';
import { classColour } from '../../ui/palettes.ts';
import { endNote, fewNote, imageName, pairWords, tableEpoch, tableQuestion } from './table-epochs.ts';

const BINARY = { task: 'binary', classNames: ['normal', 'pneumonia'] } as const;
const CLASSES = { task: 'multi-class', classNames: ['a', 'b', 'c'] } as const;
const LABELS = { task: 'multi-label', classNames: ['hernia', 'edema'] } as const;

describe('the question on the table', () => {
  it('is the one class against the other where there are two', () => {
    const { labels, feet, sides } = tableQuestion(BINARY, Uint8Array.of(1, 0), 0);
    expect([...labels]).toEqual([1, 0]);
    expect(feet).toEqual([classColour(1), classColour(0)]);
    expect(sides).toEqual([classColour(0), classColour(1)]);
    expect([outputsOf(BINARY), answersOf(BINARY, 0)]).toEqual([[], ['normal', 'pneumonia']]);
  });

  it('says of which side there are too few images for the AUC to mean much', () => {
    const sides = ['cats', 'dogs'] as const;
    expect(fewNote(Uint8Array.of(0, 0, 1), sides)).toBe(
      'Only 1 of these 3 images is of “dogs”: this AUC may be luck.',
    );
    expect(fewNote(Uint8Array.of(0, 0, 1, 1, 1), sides)).toContain('Only 2 of these 5 images are of “cats”');
    // Of one side alone there is no AUC, and ten are enough.
    expect(fewNote(Uint8Array.of(0, 0), sides)).toBeNull();
    expect(
      fewNote(
        Uint8Array.from({ length: 20 }, (_, index) => index % 2),
        sides,
      ),
    ).toBeNull();
  });

  it('is a chosen class against the rest, each class in its colour', () => {
    const { labels, feet, sides } = tableQuestion(CLASSES, Uint8Array.of(2, 0, 1), 2);
    expect([...labels]).toEqual([1, 0, 0]);
    expect(feet).toEqual([classColour(2), classColour(0), classColour(1)]);
    expect(sides[1]).toBe(classColour(2));
    expect(answersOf(CLASSES, 2)).toEqual(['the rest', 'c']);
    const pairs = [BINARY, CLASSES, LABELS].map((set) => pairWords(set, 1));
    expect(pairs).toEqual([null, 'one of b and one of the rest', 'one with edema and one without']);
    expect(imageName(CLASSES, Uint8Array.of(2, 0, 1), 0)).toBe('c');
    const grades = { task: 'multi-class', classNames: ['0', '1', '2'] } as const;
    expect(answersOf(grades, 1)).toEqual(['the rest', 'class 1']);
  });

  it('is a chosen label, and every label of an image is named', () => {
    const rows = Uint8Array.of(1, 1, 0, 1, 0, 0);
    expect([...tableQuestion(LABELS, rows, 0).labels]).toEqual([1, 0, 0]);
    expect([...tableQuestion(LABELS, rows, 1).labels]).toEqual([1, 1, 0]);
    expect(answersOf(LABELS, 1)).toEqual(['no edema', 'edema']);
    expect([0, 1, 2].map((place) => imageName(LABELS, rows, place))).toEqual([
      'hernia, edema',
      'edema',
      'no label',
    ]);
  });
});

describe('an epoch on the table', () => {
  const scores: EpochScores = {
    epoch: 4,
    logits: Float32Array.of(0, 1, 2, 2, 1, 0),
    activation: 'softmax',
    outputs: 3,
    means: { a: [0.5, 0.75, 1.2], b: [0, 0.25, -0.1] },
  };

  it('has the log-odds of the chosen output, made once', () => {
    const epoch = tableEpoch(scores, 1, 0.5);
    const share = Math.E / (1 + Math.E + Math.E ** 2);
    expect(probabilityOf(epoch.scores[0]!)).toBeCloseTo(share, 6);
    expect(tableEpoch(scores, 1, 0.5)).toBe(epoch);
    expect(tableEpoch(scores, 0, 0.5).scores).not.toEqual(epoch.scores);
  });

  it('has lines at b, a and b + margin, on the axis wherever they are', () => {
    const { lines } = tableEpoch(scores, 1, 0.5);
    expect(lines.map(({ label }) => label)).toEqual(['b 0.25', 'a 0.75', 'b + margin 0.75']);
    expect(probabilityOf(lines[0]!.score)).toBeCloseTo(0.25, 9);
    expect(tableEpoch(scores, 2, 0.5).lines.every(({ score }) => Number.isFinite(score))).toBe(true);
    const far = tableEpoch({ ...scores }, 1, 0.9).lines[2]!;
    expect(far).toMatchObject({ label: 'b + margin 1.15 →', beyond: true });
    expect(tableEpoch({ ...scores, means: null }, 1, 0.5).lines).toEqual([]);
  });
});

it('counts the epochs of a run that was cut off as the list of runs does, and says whose scores are missing', () => {
  const row = { recipe: parseRecipe({ epochs: 40 }), stepsPerEpoch: 2, epochsDone: 8 } as const;
  const end = (kept: number, stride = 1) => endNote({ ...row, status: 'interrupted' }, kept, stride);
  expect(end(8)).toBe('Interrupted after epoch 8 of 40.');
  expect(end(7)).toBe('Interrupted after epoch 8 of 40. The scores of epoch 8 were not stored.');
  expect(end(5)).toContain('The scores of epochs 6 to 8 were not stored.');
  expect(end(7, 2)).toBe('Interrupted after epoch 8 of 40.');
  expect(endNote({ ...row, status: 'running' }, 7, 1)).toBeNull();
  expect(endNote({ ...row, status: 'stopped' }, 8, 1)).toBeNull();
});
