import { describe, expect, it } from 'vitest';
import { parseStudy } from './study.ts';
import { createStudyState, reduceStudy } from './study-state.ts';
import { studyStateSchema } from './study-state-schema.ts';

const STUDY = parseStudy({ name: 'x', factors: [{ subsets: ['flip'] }], seeds: [1, 2] });
const START = createStudyState(STUDY, 'study', 5);
const [FIRST] = START.entries as readonly [(typeof START.entries)[number]];

describe('a stored study', () => {
  it('comes back as it was written', () => {
    const state = reduceStudy(reduceStudy(START, { kind: 'started', key: FIRST.key, runId: 'a' }), {
      kind: 'test-opened',
      at: 9,
    });
    expect(studyStateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  it('is refused where its queue is not that of its plan, or its plan is none', () => {
    const bad: readonly unknown[] = [
      { ...START, entries: START.entries.slice(1) },
      { ...START, entries: [...START.entries, FIRST] },
      { ...START, entries: START.entries.map((entry) => ({ ...entry, key: FIRST.key })) },
      { ...START, entries: START.entries.map((entry) => ({ ...entry, status: 'asleep' })) },
      { ...START, study: { ...STUDY, seeds: [1, 1] } },
      { ...START, study: { ...STUDY, base: { width: 'wide' } } },
      { ...START, openings: [{ at: 'never', runs: 1 }] },
      { ...START, version: 2 },
      null,
    ];
    for (const state of bad) expect(studyStateSchema.safeParse(state).success).toBe(false);
  });
});
