import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabError } from '../lab-error.ts';
import { recipeHash } from '../recipe/canonical.ts';
import { DEFAULT_RECIPE } from '../recipe/recipe.ts';
import { expandStudy } from './expand.ts';
import { blankStudy, STUDY_PRESETS } from './presets.ts';
import { parseStudy, STUDY_VERSION } from './study.ts';
import {
  countEntries,
  createStudyState,
  isRunDeleted,
  nextEntry,
  reduceStudy,
  type StudyAction,
  type StudyState,
} from './study-state.ts';
import { isTestOpen } from './test-opening.ts';

const STUDY = parseStudy({
  name: 'two by three',
  factors: [
    { subsets: ['flip'] },
    { field: 'optimizer.learningRate', name: 'rate', values: [0.001, 0.01, 0.1] },
  ],
  seeds: [1, 2],
});

describe('reading a study', () => {
  it('fills in the defaults', () => {
    expect(parseStudy({ name: 'x' })).toMatchObject({
      version: STUDY_VERSION,
      seeds: [1, 2, 3],
      rankBy: 'val',
    });
  });

  it('refuses what does not fit, and says what', () => {
    const refused = (data: unknown, words: RegExp) => {
      expect(() => expandStudy(parseStudy(data))).toThrow(words);
      expect(() => expandStudy(parseStudy(data))).toThrow(LabError);
    };
    refused({ name: 'x', sedes: [1] }, /sedes/);
    refused({ name: 'x', seeds: [1, 1] }, /seed twice/);
    refused({ name: 'x', version: 99 }, /version 99/);
    refused(null, /does not fit/);
    refused({ name: 'x', factors: [{ field: 'epochs', values: [1, 0] }] }, /epochs/);
    refused(
      { name: 'x', factors: [{ field: 'epochs', values: [5, 5] }] },
      /two levels with the name "5 epochs"/,
    );
    refused({ name: 'x', factors: [{ subsets: ['flip'] }, { subsets: ['flip'] }] }, /two factors/);
    refused(
      {
        name: 'x',
        factors: [
          { field: 'epochs', values: Array.from({ length: 64 }, (_, index) => index + 1) },
          { field: 'batch', values: Array.from({ length: 64 }, (_, index) => index + 2) },
        ],
      },
      /12288 runs/,
    );
  });
});

describe('expansion', () => {
  it('has every combination once, named by what differs', () => {
    const { cells } = expandStudy(STUDY);
    expect(cells.map(({ name }) => name)).toEqual([
      'lr 0.001 · none',
      'lr 0.01 · none',
      'lr 0.1 · none',
      'lr 0.001 · flip',
      'lr 0.01 · flip',
      'lr 0.1 · flip',
    ]);
    expect(cells[4]!.recipe.augment.flip).toEqual({ probability: 0.5, axes: 'width' });
    expect(cells[4]!.recipe.optimizer.learningRate).toBe(0.01);
    expect(cells[1]!.recipe.augment).toEqual({});
    expect('flip' in cells[1]!.recipe.augment).toBe(false);
    expect(cells[4]!.levels).toEqual({ flip: 'on', rate: 'lr 0.01' });
  });

  it('fills the table evenly: every cell once before any twice', () => {
    const { cells, runs } = expandStudy(STUDY);
    expect(runs).toHaveLength(12);
    for (const round of [0, 1]) {
      const keys = runs.slice(round * 6, round * 6 + 6).map(({ cell }) => cell.key);
      expect(new Set(keys)).toEqual(new Set(cells.map(({ key }) => key)));
    }
  });

  it('names a run by recipe and seed, whatever the order of the factors', () => {
    const turned = expandStudy({ ...STUDY, factors: STUDY.factors.toReversed() });
    const keys = (runs: readonly { key: string }[]) => runs.map(({ key }) => key).sort();
    expect(keys(turned.runs)).toEqual(keys(expandStudy(STUDY).runs));
    for (const { key, recipe, seed, recipeHash: hash } of turned.runs) {
      expect(key).toBe(`${recipeHash({ ...recipe, seed: 0 })}-s${seed}`);
      expect(hash).toBe(recipeHash(recipe));
    }
  });

  it('keeps the cells of one data set together', () => {
    const study = parseStudy({
      name: 'x',
      factors: [
        { subsets: ['flip'] },
        {
          name: 'set',
          levels: ['pneumonia', 'vessel'].map((shape) => ({
            label: shape,
            set: { dataset: { kind: 'phantom', shape } },
          })),
        },
      ],
    });
    const blocks = expandStudy(study).cells.map(({ block }) => block);
    expect(new Set(blocks).size).toBe(2);
    expect(blocks).toEqual([blocks[0], blocks[0], blocks[3], blocks[3]]);
  });

  it('of every preset works, with a baseline that exists', () => {
    for (const preset of STUDY_PRESETS) {
      const study = preset.create(DEFAULT_RECIPE.dataset);
      const { cells } = expandStudy(study);
      expect(cells.length).toBeGreaterThan(1);
      const wanted = Object.entries(study.baseline);
      expect(cells.some(({ levels }) => wanted.every(([name, label]) => levels[name] === label))).toBe(true);
      expect(parseStudy(JSON.parse(JSON.stringify(study)))).toEqual(study);
    }
    expect(expandStudy(blankStudy()).cells).toHaveLength(4);
  });

  it('says in the names of its cells what all of them do to the images, and “none” where that is true alone', () => {
    const named = (study: object) =>
      expandStudy(parseStudy({ ...blankStudy(), ...study })).cells.map(({ name }) => name);
    expect(named({})).toEqual(['none', 'noise', 'flip', 'flip + noise']);
    expect(named({ base: { augment: { rotation: {} }, normalise: 'half' } })).toEqual([
      'rotate + normalise',
      'rotate + normalise + noise',
      'rotate + normalise + flip',
      'rotate + normalise + flip + noise',
    ]);
    // What is varied is not in every cell, whatever the base says of it.
    const base = { augment: { flip: {}, noise: {} }, normalise: 'half' };
    expect(named({ base, factors: [{ subsets: ['flip', 'noise', 'normalise'] }] })[0]).toBe('none');
  });

  it('of the seed study is three sets with four combinations and none, and Vessel unbalanced too', () => {
    const seedStudy = STUDY_PRESETS.find(({ id }) => id === 'seed-study')!.create(DEFAULT_RECIPE.dataset);
    const { cells } = expandStudy(seedStudy);
    const count = new Map<string, number>();
    for (const { block } of cells) count.set(block, (count.get(block) ?? 0) + 1);
    expect([...count]).toEqual([
      ['pneumoniamnist@28', 5],
      ['nodulemnist3d@28', 5],
      ['vesselmnist3d@28', 10],
    ]);
    expect(cells.every(({ recipe }) => recipe.width === 64 && recipe.stem === 'imagenet')).toBe(true);
    expect(cells.every(({ recipe }) => recipe.volume === 'slices')).toBe(true);
  });
});

const ERROR = { code: 'diverged', message: 'NaN', remedy: 'less' } as const;

function apply(state: StudyState, ...actions: StudyAction[]): StudyState {
  return actions.reduce(reduceStudy, state);
}

describe('state', () => {
  const start = createStudyState(STUDY, 'study', 0);
  const [first, second, third] = start.entries.map(({ key }) => key) as [string, string, string];

  it('waits until it is started, then trains one after the other', () => {
    expect(nextEntry(start)).toBeNull();
    const going = apply(start, { kind: 'resumed' });
    expect(nextEntry(going)?.key).toBe(first);
    const running = apply(going, { kind: 'started', key: first, runId: 'a' });
    expect(nextEntry(running)).toBeNull();
    expect(nextEntry(apply(running, { kind: 'finished', key: first, runId: 'a' }))?.key).toBe(second);
    expect(nextEntry(apply(running, { kind: 'failed', key: first, error: ERROR }))?.key).toBe(second);
  });

  it('skips, moves and trains again', () => {
    const going = apply(start, { kind: 'resumed' });
    expect(nextEntry(apply(going, { kind: 'skipped', key: first }))?.key).toBe(second);
    expect(nextEntry(apply(going, { kind: 'moved', key: third, before: first }))?.key).toBe(third);
    expect(apply(going, { kind: 'moved', key: first, before: null }).entries.at(-1)?.key).toBe(first);
    const again = apply(
      going,
      { kind: 'started', key: first, runId: 'a' },
      { kind: 'finished', key: first, runId: 'a' },
      { kind: 'requeued', key: first },
    );
    expect(again.entries[0]).toMatchObject({ status: 'queued', runId: null });
  });

  it('after a crash goes on where it was: what was stored whole counts, the rest trains again', () => {
    const crashed = apply(
      start,
      { kind: 'resumed' },
      { kind: 'started', key: first, runId: 'a' },
      { kind: 'finished', key: first, runId: 'a' },
      { kind: 'started', key: second, runId: 'b' },
    );
    const stored = (...ids: string[]) => new Map(ids.map((id) => [id, true]));
    const lost = apply(crashed, { kind: 'recovered', runs: stored('a') });
    // The run that was cut off is remembered: it goes on where its state is kept.
    expect(lost.entries.slice(0, 2)).toMatchObject([
      { status: 'finished' },
      { status: 'queued', runId: 'b' },
    ]);
    expect(apply(lost, { kind: 'requeued', key: second }).entries[1]).toMatchObject({ runId: null });
    expect(nextEntry(lost)?.key).toBe(second);
    const whole = apply(crashed, { kind: 'recovered', runs: stored('a', 'b') });
    expect(whole.entries[1]).toMatchObject({ status: 'finished', runId: 'b' });
    // Its end could not be stored.
    const halfStored = apply(crashed, { kind: 'recovered', runs: new Map([['a', false]]) });
    expect(halfStored.entries[0]).toMatchObject({ status: 'queued', runId: 'a' });
    expect(apply(whole, { kind: 'recovered', runs: stored('a', 'b') })).toBe(whole);
  });

  it('does not train a deleted run again unless it is wanted, and counts it when it is brought back', () => {
    const done = apply(
      start,
      { kind: 'resumed' },
      { kind: 'started', key: first, runId: 'a' },
      { kind: 'finished', key: first, runId: 'a' },
    );
    for (const kind of ['recovered', 'runs-changed'] as const) {
      const deleted = apply(done, { kind, runs: new Map() });
      expect(deleted.entries[0]).toMatchObject({ status: 'skipped', runId: 'a' });
      expect(deleted.entries.map(isRunDeleted)).toEqual(start.entries.map(({ key }) => key === first));
      expect(nextEntry(deleted)?.key).toBe(second);
      const back = apply(deleted, { kind, runs: new Map([['a', true]]) });
      expect(back).toEqual(done);
      const wanted = apply(deleted, { kind: 'requeued', key: first });
      expect(nextEntry(wanted)?.key).toBe(first);
      expect(apply(wanted, { kind, runs: new Map([['a', true]]) }).entries[0]!.status).toBe('queued');
    }
    const skipped = apply(start, { kind: 'skipped', key: first });
    expect(apply(skipped, { kind: 'runs-changed', runs: new Map([['a', true]]) })).toBe(skipped);
  });

  it('counts and dates each opening of the test part', () => {
    const opened = apply(start, { kind: 'test-opened', at: 5 }, { kind: 'test-opened', at: 9 });
    expect([start, opened].map(({ openings }) => isTestOpen(STUDY, openings))).toEqual([false, true]);
    expect(isTestOpen({ rankBy: 'test' }, [])).toBe(true);
    expect(opened.openings).toEqual([
      { at: 5, runs: 0 },
      { at: 9, runs: 0 },
    ]);
    // Told twice by a tab that heard no answer.
    expect(apply(opened, { kind: 'test-opened', at: 9 })).toBe(opened);
  });

  it('takes another baseline, and nothing that is trained changes', () => {
    const chosen = apply(start, { kind: 'baseline-chosen', levels: { flip: 'on' } });
    expect(chosen.study).toEqual({ ...STUDY, baseline: { flip: 'on' } });
    expect(expandStudy(chosen.study)).toEqual(expandStudy(STUDY));
    expect(chosen.entries).toBe(start.entries);
  });

  const namedRuns = (actions: readonly StudyAction[]) =>
    actions.flatMap((action) =>
      action.kind === 'started' || action.kind === 'finished' ? [action.runId] : [],
    );

  it('never loses or doubles a run, whatever happens in whatever order', () => {
    const keys = start.entries.map(({ key }) => key);
    const key = fc.constantFrom(...keys, 'unknown');
    const runId = fc.constantFrom('a', 'b', 'c', 'd');
    const action: fc.Arbitrary<StudyAction> = fc.oneof(
      fc.record({ kind: fc.constantFrom('started' as const, 'finished' as const), key, runId }),
      fc.record({
        kind: fc.constantFrom('skipped' as const, 'requeued' as const, 'interrupted' as const),
        key,
      }),
      fc.record({ kind: fc.constant('failed' as const), key, error: fc.constant(ERROR) }),
      fc.record({ kind: fc.constant('moved' as const), key, before: fc.option(key) }),
      fc.record({
        kind: fc.constantFrom('recovered' as const, 'runs-changed' as const),
        runs: fc.array(fc.tuple(runId, fc.boolean())).map((runs) => new Map(runs)),
      }),
      fc.constant({ kind: 'resumed' as const }),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
        const state = apply(start, ...actions);
        expect(state.entries.map((entry) => entry.key).sort()).toEqual(keys.toSorted());
        const counts = countEntries(state);
        expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(keys.length);
        for (const { status, runId: id } of state.entries) {
          if (status === 'finished') expect(id).not.toBeNull();
          if (status === 'queued' && id !== null) expect(namedRuns(actions)).toContain(id);
        }
        expect(state.study).toBe(start.study);
      }),
    );
  });
});
