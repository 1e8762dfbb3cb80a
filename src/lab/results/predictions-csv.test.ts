import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseRecipe } from '../recipe/parse.ts';
import type { Predictions } from '../run-record.ts';
import { predictionsCsv } from './predictions-csv.ts';

const recipe = parseRecipe({});
const part = (
  logits: number[],
  labels: number[],
  outputs = 1,
  more: Partial<Predictions> = {},
): Predictions => ({
  ...{ logits: Float32Array.from(logits), labels: Uint8Array.from(labels), outputs },
  ...{ activation: 'sigmoid', ...more },
});
const linesOf = (text: string) => text.trim().split('\n');

it('has a row for each image of val and test, with a score for each class', () => {
  const set = { task: 'binary', classNames: ['clear', '=opacity'] } as const;
  const text = predictionsCsv({ val: part([0, 2], [0, 1]), test: part([-2], [0]) }, set, recipe);
  expect(linesOf(text)).toEqual([
    'part,item,from,from_item,label,label_name,score clear,score =opacity',
    'val,0,val_images,0,0,clear,0.5,0.5',
    expect.stringMatching(/^val,1,val_images,1,1,'=opacity,0\.1192\d+,0\.8807\d+$/),
    expect.stringMatching(/^test,0,test_images,0,0,clear,0\.8807\d+,0\.1192\d+$/),
  ]);
});

it('has no row of a test part that is sealed', () => {
  const set = { task: 'multi-class', classNames: ['a', 'b', 'c'] } as const;
  const val = part([0, 0, 0], [2], 3, { activation: 'softmax' });
  const lines = linesOf(predictionsCsv({ val, test: null }, set, recipe));
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(/^val,0,val_images,0,2,c,0\.33\d+,0\.33\d+,0\.33\d+$/);
});

it('of several labels each has a column of its own', () => {
  const set = { task: 'multi-label', classNames: ['mass', 'node'] } as const;
  const text = predictionsCsv({ val: part([0, 0], [1, 0], 2), test: null }, set, recipe);
  expect(linesOf(text)).toEqual([
    'part,item,from,from_item,label mass,label node,score mass,score node',
    'val,0,val_images,0,1,0,0.5,0.5',
  ]);
});

it('of a fold says where each image is from, and of the leaky split that nobody knows', () => {
  const set = { task: 'binary', classNames: ['no', 'yes'] } as const;
  const fold = part([0], [1], 1, { union: Uint32Array.of(71) });
  const folds = parseRecipe({ protocol: { folds: 5 } });
  expect(linesOf(predictionsCsv({ val: fold, test: null }, set, folds))[1]).toContain(
    'val,0,train and val,71,1,yes',
  );
  const leaky = parseRecipe({ pitfalls: { leakySplit: true } });
  expect(linesOf(predictionsCsv({ val: part([0], [1]), test: part([0], [1]) }, set, leaky)).slice(1)).toEqual(
    ['val,0,,,1,yes,0.5,0.5', 'test,0,test_images,0,1,yes,0.5,0.5'],
  );
});

it('scores of classes that exclude each other sum up to 1', () => {
  const logits = fc.array(fc.float({ min: -30, max: 30, noNaN: true }), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(logits, (values) => {
      const set = { task: 'multi-class', classNames: ['a', 'b', 'c'] } as const;
      const val = part(values, [0], 3, { activation: 'softmax' });
      const [, line] = linesOf(predictionsCsv({ val, test: null }, set, recipe));
      const sum = line!
        .split(',')
        .slice(-3)
        .map(Number)
        .reduce((a, b) => a + b);
      expect(sum).toBeCloseTo(1, 6);
    }),
  );
});
