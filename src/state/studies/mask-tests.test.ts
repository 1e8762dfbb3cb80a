import { describe, expect, it } from 'vitest';
import { expandStudy } from '../../lab/study/expand.ts';
import { parseStudy } from '../../lab/study/study.ts';
import {
  createStudyState,
  reduceStudy,
  type StudyAction,
  type StudyState,
} from '../../lab/study/study-state.ts';
import { exampleRow, exampleScores } from '../../storage/testing/example-row.ts';
import { maskTests } from './mask-tests.ts';

const STUDY = parseStudy({ name: 'x', factors: [{ subsets: ['flip'] }], seeds: [1, 2] });
const { runs } = expandStudy(STUDY);
const { key, recipe } = runs[0]!;

const scored = (id: string, wanted = recipe) =>
  exampleRow({ id, recipe: wanted, summary: { val: exampleScores(0.93), test: exampleScores(0.9) } });
const row = scored('first');
const stateOf = (study: typeof STUDY, ...actions: StudyAction[]): StudyState =>
  actions.reduce(reduceStudy, createStudyState(study, 'study', 0));
const finished: StudyAction = { kind: 'finished', key, runId: 'first' };
const testOf = (studies: readonly StudyState[], shown = row, loaded = true) =>
  maskTests({ loaded, studies, unreadable: [] })(shown).summary!.test;

describe('test scores', () => {
  it('are hidden until the studies have been read: any run may be one of theirs', () => {
    expect(testOf([], row, false)).toBeNull();
    expect(testOf([])).not.toBeNull();
  });

  it('of a study are hidden until it is opened', () => {
    const closed = stateOf(STUDY, finished);
    expect(testOf([closed])).toBeNull();
    expect(testOf([reduceStudy(closed, { kind: 'test-opened', at: 1 })])).not.toBeNull();
  });

  it('stay hidden where the run is trained again, replayed, or trained by hand', () => {
    const again = stateOf(STUDY, finished, { kind: 'requeued', key });
    expect(again.entries.find((entry) => entry.key === key)?.runId).toBeNull();
    expect(testOf([again])).toBeNull();
    expect(testOf([stateOf(STUDY, finished)], scored('replay'))).toBeNull();
  });

  it('of other recipes and other seeds are shown', () => {
    const closed = [stateOf(STUDY, finished)];
    expect(testOf(closed, scored('other', { ...recipe, epochs: 99 }))).not.toBeNull();
    expect(testOf(closed, scored('other', { ...recipe, seed: 9 }))).not.toBeNull();
  });

  it('are hidden while one closed study asks for the run, though another is open', () => {
    const open = stateOf(STUDY, finished, { kind: 'test-opened', at: 1 });
    expect(testOf([open, stateOf(STUDY)])).toBeNull();
  });

  it('are open in a study that ranks by them, as its warning says', () => {
    expect(testOf([stateOf({ ...STUDY, rankBy: 'test' }, finished)])).not.toBeNull();
  });

  it('of a study that this lab cannot read stay hidden, as it cannot be said whether it was opened', () => {
    const data = { ...stateOf(STUDY, finished), version: 2 };
    const shown = (other: typeof row) =>
      maskTests({ loaded: true, studies: [], unreadable: [{ data }] })(other).summary!.test;
    expect(shown(row)).toBeNull();
    expect(shown(scored('replay'))).toBeNull();
    expect(shown(scored('other', { ...recipe, epochs: 99 }))).not.toBeNull();
    for (const odd of [null, 7, 'text', [data, data]]) {
      expect(() => maskTests({ loaded: true, studies: [], unreadable: [{ data: odd }] })(row)).not.toThrow();
    }
  });

  it('are left out of one and the same row each time, so that lists need not be drawn anew', () => {
    const mask = maskTests({ loaded: true, studies: [stateOf(STUDY, finished)], unreadable: [] });
    expect(mask(row)).toBe(mask(row));
    const unscored = exampleRow({ id: 'first', summary: null });
    expect(mask(unscored)).toBe(unscored);
  });
});
