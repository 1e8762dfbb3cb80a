import { describe, expect, it } from 'vitest';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import type { RunRow } from '../../storage/runs.ts';
import { exampleRow, exampleScores } from '../../storage/testing/example-row.ts';
import { differing } from './differing.ts';
import { runsCsv } from './runs-csv.ts';

const flipped = exampleRow({
  id: 'first',
  recipe: parseRecipe({ augment: { flip: {} }, seed: 3, schedule: { decayAt: [0.5, 0.75] } }),
  bestVal: 0.93,
  summary: { val: exampleScores(0.93), test: exampleScores(0.9) },
});
const plain = exampleRow({
  id: 'second',
  recipe: parseRecipe({ seed: 4, schedule: { decayAt: [] } }),
  status: 'stopped',
  bestVal: null,
  epochsDone: 0,
  summary: null,
});
const NAMES = new Map([
  ['first', 'flip, "once"'],
  ['second', 'plain'],
]);

const csvOf = (rows: readonly RunRow[]) => runsCsv(rows, NAMES, differing(rows));

function table(text: string): Record<string, string>[] {
  const [header, ...rows] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.match(/(?<=^|,)("(?:[^"]|"")*"|[^,]*)/g)!);
  return rows.map((row) => Object.fromEntries(header!.map((column, index) => [column, row[index]!])));
}

describe('runs as CSV', () => {
  it('have a row each, with what differs, and nothing where nothing was measured', () => {
    const rows = table(csvOf([flipped, plain]));
    expect(rows).toMatchObject([
      {
        name: '"flip, ""once"""',
        data: 'Pneumonia phantom',
        'augment.flip.probability': '0.5',
        'schedule.decayAt': '0.5 0.75',
        seed: '3',
        status: 'finished',
        val_auc_best_epoch: '0.93',
        test_auc: '0.9',
        epochs: '2',
        seconds: '4',
        backend: 'cpu',
        id: 'first',
      },
      {
        name: 'plain',
        'augment.flip.probability': '',
        'schedule.decayAt': '',
        seed: '4',
        status: 'stopped',
        val_auc_cross_fitted: '',
        val_auc_best_epoch: '',
        test_auc: '',
        epochs: '0',
        seconds: '',
        id: 'second',
      },
    ]);
    expect(Object.keys(rows[0]!).filter((column) => column === 'seed')).toHaveLength(1);
  });

  it('have no column for test scores that are not to be seen', () => {
    const hidden = { ...flipped, summary: { ...flipped.summary!, test: null } };
    expect(csvOf([hidden])).not.toContain('test_auc');
  });

  it('are a header alone where there are none', () => {
    expect(csvOf([]).split('\n')).toHaveLength(2);
  });
});
