import { describe, expect, it } from 'vitest';
import { exampleEpoch, exampleRow } from '../../storage/testing/example-row.ts';
import { aucCurves, bestMarks, epochsEnd, lossCurves, runFocus } from './run-curves.ts';

const row = exampleRow({ stepsPerEpoch: 2 });
const series = { stepLosses: [4, 2, 2, 1], epochs: [exampleEpoch(1, 0.7), exampleEpoch(2, 0.9)] };
const run = { row, name: 'plain', mark: { letter: 'A', colour: 0 }, series };

describe('curves of a run', () => {
  it('draws val AUC by epoch under its name, and train AUC without one', () => {
    const [train, val] = aucCurves([run], 'light');
    expect(val).toMatchObject({
      name: 'plain',
      letter: 'A',
      points: [
        { x: 1, y: 0.7 },
        { x: 2, y: 0.9 },
      ],
    });
    expect(train).toMatchObject({ name: null });
  });

  it('fills the gap where training is ahead, from where the lines cross', () => {
    const epochs = [
      { ...exampleEpoch(1, 0.8), trainAuc: 0.6 },
      { ...exampleEpoch(2, 0.8), trainAuc: 0.9 },
    ];
    const crossing = { ...run, series: { ...series, epochs } };
    const [train] = aucCurves([crossing], 'light', row.id);
    expect(
      train!.band!.map(({ x, low, high }) => [x, low, high].map((value) => Number(value.toFixed(3)))),
    ).toEqual([
      [1, 0.8, 0.8],
      [1.667, 0.8, 0.8],
      [2, 0.8, 0.9],
    ]);
    expect(aucCurves([crossing], 'light')[0]!.band).toBeUndefined();
  });

  it('flags the best epoch so far, and none of a run to beat', () => {
    expect(bestMarks([run], 'light')).toMatchObject([{ x: 2, y: 0.9, label: 'best: 2' }]);
    expect(bestMarks([{ ...run, isGhost: true }], 'light')).toEqual([]);
  });

  it('draws the loss over epochs whatever the batch is, raw under smooth', () => {
    const [raw, line] = lossCurves([run], 'light', 0.5);
    expect(raw!.points).toEqual([4, 2, 2, 1].map((y, step) => ({ x: (step + 1) / 2, y })));
    expect(line!.points.map(({ x }) => x)).toEqual([0.5, 1, 1.5, 2]);
    expect(lossCurves([run], 'light', 0)).toHaveLength(1);
  });

  it('draws the run to beat as one pale line behind the others, in no colour of a run', () => {
    const ghost = { ...run, isGhost: true };
    const [line, ...others] = aucCurves([ghost], 'light');
    expect(others).toEqual([]);
    expect(line!.colour).not.toBe(aucCurves([run], 'light')[0]!.colour);
    expect(lossCurves([ghost], 'light', 0.5)).toHaveLength(1);
  });
});

describe('epochsEnd', () => {
  it('is what was asked for while a run trains, and what was done after it', () => {
    expect(epochsEnd([exampleRow({ summary: null, status: 'running' })])).toBe(10);
    expect(epochsEnd([exampleRow({ summary: null, status: 'interrupted', epochsDone: 4 })])).toBe(4);
    expect(epochsEnd([exampleRow({ epochsDone: 3 })])).toBe(3);
    expect(epochsEnd([])).toBe(1);
  });
});

it('speaks of the latest run that is drawn, whatever its letter, or of the one that trains', () => {
  const drawn = (id: string, createdAt: number, status: 'finished' | 'running' = 'finished') => ({
    ...run,
    row: exampleRow({ id, createdAt, status }),
  });
  const focus = (...runs: Parameters<typeof runFocus>[0]) => runFocus(runs)?.row.id;
  expect(focus(drawn('new', 3), drawn('old', 1))).toBe('new');
  expect(focus(drawn('new', 3), drawn('goes on', 1, 'running'))).toBe('goes on');
  expect(focus({ ...drawn('new', 3), isGhost: true }, drawn('old', 1))).toBe('old');
  expect(focus()).toBeUndefined();
});
