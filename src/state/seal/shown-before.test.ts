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
import { shownBefore } from './shown-before.ts';

const STUDY = parseStudy({ name: 'x', factors: [{ subsets: ['flip'] }], seeds: [1, 2] });
const { runs } = expandStudy(STUDY);
const { key, recipe } = runs[0]!;

const scored = (id: string, wanted = recipe) =>
  exampleRow({ id, recipe: wanted, summary: { val: exampleScores(0.93), test: exampleScores(0.9) } });
const row = scored('first');
const stateOf = (study: typeof STUDY, ...actions: StudyAction[]): StudyState =>
  actions.reduce(reduceStudy, createStudyState(study, 'study', 0));
const finished: StudyAction = { kind: 'finished', key, runId: 'first' };
const isShown = (studies: readonly StudyState[], one = row) =>
  shownBefore([one], { studies, unreadable: [] }).length > 0;

describe('test scores that were shown before there was a seal', () => {
  it('are those of ordinary runs, which were shown at once', () => {
    expect(isShown([])).toBe(true);
    expect(
      shownBefore([exampleRow({ id: 'first', summary: null })], { studies: [], unreadable: [] }),
    ).toEqual([]);
  });

  it('are those of a study once it was opened, and none before', () => {
    const closed = stateOf(STUDY, finished);
    expect(isShown([closed])).toBe(false);
    expect(isShown([reduceStudy(closed, { kind: 'test-opened', at: 1 })])).toBe(true);
  });

  it('are none where the run was trained again, replayed, or trained by hand', () => {
    const again = stateOf(STUDY, finished, { kind: 'requeued', key });
    expect(again.entries.find((entry) => entry.key === key)?.runId).toBeNull();
    expect(isShown([again])).toBe(false);
    expect(isShown([stateOf(STUDY, finished)], scored('replay'))).toBe(false);
  });

  it('are those of other recipes and other seeds', () => {
    const closed = [stateOf(STUDY, finished)];
    expect(isShown(closed, scored('other', { ...recipe, epochs: 99 }))).toBe(true);
    expect(isShown(closed, scored('other', { ...recipe, seed: 9 }))).toBe(true);
  });

  it('are none while one closed study asks for the run, though another is open', () => {
    const open = stateOf(STUDY, finished, { kind: 'test-opened', at: 1 });
    expect(isShown([open, stateOf(STUDY)])).toBe(false);
  });

  it('are those of a study that ranks by them', () => {
    expect(isShown([stateOf({ ...STUDY, rankBy: 'test' }, finished)])).toBe(true);
  });

  it('are none of a study that this lab cannot read, as it cannot be said whether it was opened', () => {
    const data = { ...stateOf(STUDY, finished), version: 2 };
    const shown = (other: typeof row) =>
      shownBefore([other], { studies: [], unreadable: [{ data }] }).length > 0;
    expect(shown(row)).toBe(false);
    expect(shown(scored('replay'))).toBe(false);
    expect(shown(scored('other', { ...recipe, epochs: 99 }))).toBe(true);
    for (const odd of [null, 7, 'text', [data, data]]) {
      expect(() => shownBefore([row], { studies: [], unreadable: [{ data: odd }] })).not.toThrow();
    }
  });
});
