import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabError } from '../lab-error.ts';
import { canonicalJson } from '../recipe/canonical.ts';
import { parseRecipe } from '../recipe/parse.ts';
import { analyseStudy } from './analyse.ts';
import { blockNames } from './block-names.ts';
import { expandStudy } from './expand.ts';
import { levelLabels } from './level-labels.ts';
import { parseStudy, type StudyInput } from './study.ts';
import { runsCsv } from './table.ts';
import { syntheticRuns } from './testing/synthetic-runs.ts';

const phantom = (settings: object) => ({ kind: 'phantom', shape: 'pneumonia', ...settings });

describe('names of levels', () => {
  it.each([
    ['optimizer', ['adam', 'pesg'], ['Adam', 'PESG']],
    [
      'optimizer',
      [
        { name: 'pesg', learningRate: 0.1 },
        { name: 'pesg', learningRate: 0.01 },
      ],
      ['PESG lr 0.1', 'PESG lr 0.01'],
    ],
    // What is left out is the default, and a level that differs in its name needs no more.
    [
      'optimizer',
      ['pesg', { name: 'pesg', learningRate: 0.01 }, 'adam'],
      ['PESG lr 0.1', 'PESG lr 0.01', 'Adam'],
    ],
    [
      'balance',
      [
        { name: 'dual', rate: 0.2 },
        { name: 'dual', rate: 0.5 },
      ],
      ['dual rate 0.2', 'dual rate 0.5'],
    ],
    ['loss', ['aucm', { name: 'aucm', version: 'v2' }], ['AUCM version v1', 'AUCM version v2']],
    [
      'optimizer',
      [
        { name: 'sgd', momentum: 0, learningRate: 0.1 },
        { name: 'sgd', learningRate: 0.01 },
      ],
      ['SGD lr 0.1 momentum 0', 'SGD lr 0.01 momentum 0.9'],
    ],
    ['pitfalls.exactCopies', [false, true], ['not exact copies', 'pitfall: exact copies']],
    ['protocol.trainFraction', [0.25, 0.2501], ['25 % of train', '25.01 % of train']],
    ['schedule.decayAt', [[], [0.5], [0.5, 0.75]], ['decay at never', 'decay at 0.5', 'decay at 0.5, 0.75']],
    ['schedule', [{}, { warmUpEpochs: 2 }], ['warm-up 0', 'warm-up 2']],
    [
      'augment.flip',
      [false, {}, { probability: 1 }],
      ['no flip', 'flip probability 0.5', 'flip probability 1'],
    ],
    ['augment', [{}, { flip: {} }, { flip: {}, noise: {} }], ['no augmentation', 'flip', 'flip + noise']],
    [
      'augment',
      [{ noise: { sigma: 0.1 } }, { noise: { sigma: 0.2 } }],
      ['noise sigma 0.1', 'noise sigma 0.2'],
    ],
    ['patience', [null, 3], ['no early stop', 'patience 3']],
    [
      'dataset',
      [phantom({ images: 200 }), phantom({ images: 400 }), phantom({ shape: 'vessel' })],
      ['Pneumonia phantom 200 images', 'Pneumonia phantom 400 images', 'Vessel phantom'],
    ],
  ])('of %s say what differs in %j', (field, values, labels) => {
    expect(levelLabels(field, values)).toEqual(labels);
  });

  it('are equal only where the recipes are', () => {
    const choice = fc.oneof(
      fc.record({
        name: fc.constant('pesg'),
        learningRate: fc.constantFrom(0.1, 0.01),
        mode: fc.constantFrom('sgd', 'adam'),
        clip: fc.constantFrom(1, 2),
      }),
      fc.record({ name: fc.constant('sgd'), momentum: fc.constantFrom(0, 0.9) }, { requiredKeys: ['name'] }),
      fc.constantFrom('pesg', 'adam', { name: 'adam', beta1: 0.8 }),
    );
    fc.assert(
      fc.property(fc.array(choice, { minLength: 2, maxLength: 6 }), (values) => {
        const labels = levelLabels('optimizer', values);
        const recipes = values.map((value) =>
          canonicalJson(
            parseRecipe({ optimizer: typeof value === 'string' ? { name: value } : value }).optimizer,
          ),
        );
        labels.forEach((label, i) => {
          labels.forEach((other, j) => {
            expect(label === other).toBe(recipes[i] === recipes[j]);
          });
        });
      }),
    );
  });
});

describe('equal names', () => {
  const refused = (input: Partial<StudyInput>, words: RegExp) => {
    const expand = () => expandStudy(parseStudy({ name: 'x', ...input }));
    expect(expand).toThrow(words);
    expect(expand).toThrow(LabError);
  };
  const level = (label: string, epochs: number) => ({ label, set: { epochs } });

  it('of levels are refused, also where only what is not to be seen differs', () => {
    for (const other of ['slow', ' slow', 'slow\u200b']) {
      refused(
        { factors: [{ name: 'speed', levels: [level('slow', 5), level(other, 6)] }] },
        /"speed" has two levels with the name "slow"/,
      );
    }
  });

  it('are not asked of values that have none, nor of fields that every object has', () => {
    refused({ factors: [{ field: 'balance', values: [null, 'none'] }] }, /balance/);
    refused({ factors: [{ field: 'constructor', values: [{ name: 'x' }, { name: 'y' }] }] }, /constructor/);
  });

  it('of factors and of cells are refused', () => {
    refused(
      {
        factors: [
          { field: 'epochs', values: [1, 2] },
          { name: 'epochs ', levels: [level('a', 3)] },
        ],
      },
      /two factors/,
    );
    refused(
      {
        factors: [
          { name: 'one', levels: [level('a', 3), level('a · b', 4)] },
          {
            name: 'two',
            levels: [
              { label: 'b · c', set: { batch: 8 } },
              { label: 'c', set: { batch: 16 } },
            ],
          },
        ],
      },
      /Two cells .* "a · b · c"/,
    );
  });

  it('of recipes under two labels are refused', () => {
    refused({ factors: [{ name: 'speed', levels: [level('slow', 5), level('quick', 5)] }] }, /same recipe/);
  });
});

describe('names beside each other', () => {
  const study = parseStudy({
    name: 'x',
    factors: [
      { field: 'dataset', values: [phantom({ images: 200 }), phantom({ images: 400 })] },
      { field: 'epochs', values: [5, 10] },
    ],
    seeds: [1, 2],
  });
  const expansion = expandStudy(study);
  const runs = syntheticRuns(expansion, () => ({ separation: 1, seedSpread: 0.1 }));

  it('of blocks are told apart where the sets have one name', () => {
    expect([...blockNames(analyseStudy(study, expansion, new Map())).values()]).toEqual([
      'Pneumonia phantom 200 images',
      'Pneumonia phantom 400 images',
    ]);
    const names = [...blockNames(analyseStudy(study, expansion, runs)).values()];
    expect(names).toEqual(['Synthetic 200 images', 'Synthetic 400 images']);
  });

  it('of columns are all different, also where a factor has the name of one', () => {
    const names = blockNames(analyseStudy(study, expansion, runs));
    const header = runsCsv(expansion, runs, names, true).split('\n')[0]!.split(',');
    expect(new Set(header).size).toBe(header.length);
    expect(header).toContain('epochs');
    expect(header).toContain('epochs (factor)');
  });
});
