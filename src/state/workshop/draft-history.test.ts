import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyDraft } from '../../lab/lesson/draft.ts';
import { phantomSettings } from '../../lab/phantom-settings.ts';
import { type DraftHistory, draftChanged, draftRedone, draftUndone, historyOf } from './draft-history.ts';

const EMPTY = emptyDraft(phantomSettings.parse({}), {});

const changes = fc.array(
  fc.record({
    title: fc.string(),
    field: fc.constantFrom('title', 'question'),
    after: fc.nat({ max: 5000 }),
  }),
  { maxLength: 12 },
);

const times = (count: number, change: (history: DraftHistory) => DraftHistory, history: DraftHistory) =>
  Array.from({ length: count }).reduce<DraftHistory>((all) => change(all), history);

describe('the history of a draft', () => {
  it('goes all the way back, and forth again', () => {
    fc.assert(
      fc.property(changes, (all) => {
        let at = 0;
        const history = all.reduce<DraftHistory>((before, { title, field, after }) => {
          at += after;
          return draftChanged(before, { ...before.draft, [field]: title }, field, at);
        }, historyOf(EMPTY));
        const back = times(history.past.length, draftUndone, history);
        expect(back.draft).toEqual(EMPTY);
        const forth = times(history.past.length, draftRedone, back);
        expect(forth.draft).toEqual(history.draft);
        expect(draftUndone(back)).toEqual(back);
      }),
    );
  });

  it('counts what is typed in one field as one step', () => {
    const typed = ['A', 'Ab', 'Abc'].reduce(
      (before, title, place) => draftChanged(before, { ...EMPTY, title }, 'title', 300 * place),
      historyOf(EMPTY),
    );
    expect(typed.past).toEqual([EMPTY]);
    expect(draftChanged(typed, { ...EMPTY, title: 'Abcd' }, 'title', 9000).past).toHaveLength(2);
  });
});
