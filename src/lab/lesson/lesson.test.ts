import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabError } from '../lab-error.ts';
import { parseRecipe } from '../recipe/parse.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { expandStudy } from '../study/expand.ts';
import { lessonFaults } from './faults.ts';
import { DATA_NAME, figuresIn, figuresOfData, type RunFigures, withFigures } from './figures.ts';
import { recipeOfStep, recipesOfLesson, studyOfStep } from './plan.ts';
import { begun, readProgress, withAnswer, withDeed, withSet } from './progress.ts';
import { readLesson } from './read-lesson.ts';
import { type LessonFacts, standingOf } from './standing.ts';

const HEAD = `---
title: Two runs
question: Does it help?
minutes: 2
data:
  phantom: { shape: pneumonia, images: 100 }
  real: { id: dermamnist, recipe: { epochs: 2 }, time: a minute }
recipe: { width: 2, epochs: 1 }
---
`;

const LESSON = readLesson(`${HEAD}
## First

Some *words*.

\`\`\`lesson
guess: { kind: choice, ask: Which one?, options: [this, that] }
until:
  - { say: Train., run: plain, with: { balance: none, edition: null } }
\`\`\`

## Second

\`\`\`lesson
recipe: { balance: upsample }
study: { vary: balance, values: [none, upsample], seeds: [1, 2] }
until:
  - { say: Train with balancing., run: balanced, alike: plain, with: { balance: upsample } }
  - { say: Open it., opened: balanced }
  - { say: Look., did: results-opened }
  - { say: Mend., edition: 2 }
  - { say: Study., study: trained }
  - { say: Two., runs: 2, with: { width: 2 } }
  - { say: Stress., stressed: [plain, balanced] }
  - { say: Edited., run: mended, alike: plain, edited: true }
reveal: "It was {{plain.auc}} and {{ balanced.found }}."
\`\`\`
`);

const run = (changes: object, test: unknown = null) => ({
  id: JSON.stringify(changes),
  recipe: parseRecipe({ width: 2, epochs: 1, ...changes }) as Recipe,
  summary: { test },
});

type Run = ReturnType<typeof run>;
const facts = (change: Partial<LessonFacts<Run>>): LessonFacts<Run> => ({
  ...{ runs: [], studies: [], edits: 0, stressed: new Set<string>(), did: [], number: null },
  ...change,
});

describe('a lesson', () => {
  it('is read from Markdown: a head, and steps with a block at their end', () => {
    expect(LESSON.title).toBe('Two runs');
    expect(LESSON.steps.map(({ title, text }) => [title, text])).toEqual([
      ['First', 'Some *words*.'],
      ['Second', ''],
    ]);
    expect(LESSON.steps[1]!.until).toHaveLength(8);
    expect(lessonFaults(LESSON)).toEqual([]);
  });

  it.each([
    ['no head', '## Step\n'],
    ['a field that there is not', HEAD.replace('minutes', 'hours')],
    ['no step', HEAD],
    ['a block that is no YAML', `${HEAD}\n## Step\n\n\`\`\`lesson\nguess: [\n\`\`\`\n`],
    ['a place that there is not', `${HEAD}\n## Step\n\n\`\`\`lesson\npoint: nowhere\n\`\`\`\n`],
    ['an alias', `${HEAD}\n## Step\n\n\`\`\`lesson\nshow: &a [train]\nhide: *a\n\`\`\`\n`],
  ])('is refused with a reason: %s', (_, text) => {
    expect(() => readLesson(text)).toThrow(LabError);
  });

  it('reads whatever it is given, or refuses it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (head, body) => {
        try {
          readLesson(`---\n${head}\n---\n${body}`);
        } catch (error) {
          expect(error).toBeInstanceOf(LabError);
        }
      }),
    );
  });

  it('says what does not fit together', () => {
    const [first, second] = LESSON.steps as [(typeof LESSON.steps)[0], (typeof LESSON.steps)[0]];
    const faults = lessonFaults({
      ...LESSON,
      steps: [
        { ...first, text: 'It was {{plain.auc}}', reveal: '{{other.auc}} {{plain.beauty}}' },
        { ...second, title: 'First', recipe: { width: 'wide' } },
      ],
    });
    expect(faults.join(' ')).toMatch(/before anything was done/);
    expect(faults.join(' ')).toMatch(/run "other"/);
    expect(faults.join(' ')).toMatch(/"beauty"/);
    expect(faults.join(' ')).toMatch(/there twice/);
    expect(faults.join(' ')).toMatch(/width/);
  });

  it('makes the recipe of each step from its own file alone', () => {
    const second = LESSON.steps[1]!;
    expect(recipeOfStep(LESSON, second, 'phantom')).toEqual(
      parseRecipe({
        ...{ dataset: { kind: 'phantom', images: 100 }, width: 2, epochs: 1 },
        balance: { name: 'upsample' },
      }),
    );
    expect(recipeOfStep(LESSON, second, 'real')).toMatchObject({
      dataset: { kind: 'catalogue', id: 'dermamnist' },
      epochs: 2,
    });
    const study = studyOfStep(LESSON, second, 'phantom')!;
    expect(study).toMatchObject({ name: 'Two runs', seeds: [1, 2], base: { width: 2 } });
    expect(studyOfStep(LESSON, LESSON.steps[0]!, 'phantom')).toBeNull();
  });
});

describe('a lab', () => {
  const LAB = HEAD.replace('---\n', '---\nkind: lab\nhandIn: The report.\n').replace(
    'time: a minute }',
    'time: a minute }\n  others:\n    - { phantom: { shape: vessel, images: 60 }, real: { id: vesselmnist3d } }\n    - { phantom: { shape: vessel, images: 60, seed: 8 }, real: { id: adrenalmnist3d } }',
  );
  const STUDY = `\n## Study\n\n\`\`\`lesson\nstudy: { vary: treatment, levels: [{ label: none, set: { augment: {} } }, { label: flip, set: { augment: { flip: {} } } }], sets: all, seeds: [1, 2] }\nuntil: [{ say: Study., study: trained }]\n\`\`\`\n`;

  it('trains a study of named recipes on each of its sets, phantoms or real ones', () => {
    const lab = readLesson(LAB + STUDY);
    expect(lessonFaults(lab)).toEqual([]);
    const sets = (choice: 'phantom' | 'real') =>
      expandStudy(studyOfStep(lab, lab.steps[0]!, choice)!).factors[0]!.levels.map(({ label }) => label);
    expect(sets('phantom')).toEqual([
      'Pneumonia phantom',
      'Vessel phantom data seed 7',
      'Vessel phantom data seed 8',
    ]);
    expect(sets('real')).toEqual(['DermaMNIST', 'VesselMNIST3D', 'AdrenalMNIST3D']);
    expect(recipesOfLesson(lab, 'real')).toHaveLength(12);
  });

  it('says what is handed in, and on which real set', () => {
    const lab = readLesson(LAB + STUDY);
    expect(lessonFaults({ ...lab, handIn: undefined }).join()).toMatch(/handed in/);
  });
});

describe('what is done of a lesson', () => {
  it('is seen from the runs: one of a kind, and one that differs from it in one field only', () => {
    const plain = run({});
    const other = run({ balance: { name: 'upsample' }, width: 4 });
    const balanced = run({ balance: { name: 'upsample' } }, { auc: 1 });
    expect(standingOf(LESSON, facts({})).met).toEqual([[false], Array(8).fill(false)]);
    const before = standingOf(LESSON, facts({ runs: [plain, other] }));
    expect(before.met[0]).toEqual([true]);
    expect(before.met[1]![0]).toBe(false);
    const { met, runs } = standingOf(LESSON, facts({ runs: [plain, other, balanced] }));
    expect(runs.get('balanced')).toBe(balanced);
    expect(met[1]).toEqual([true, true, false, false, false, true, false, false]);
    const stressed = new Set([plain.id, balanced.id]);
    const edition = {
      ...{ name: 'mended', fingerprint: 'a'.repeat(64) },
      train: { leftOut: [1], relabelled: [] },
    };
    const all = standingOf(
      LESSON,
      facts({ runs: [plain, balanced, run({ edition })], stressed, did: ['results-opened'] }),
    );
    expect(all.met[1]!.slice(5)).toEqual([true, true, true]);
  });

  it('is seen from studies, editions and what was opened', () => {
    const study = studyOfStep(LESSON, LESSON.steps[1]!, 'phantom')!;
    const state = (status: 'finished' | 'queued') => ({
      study: { ...study, name: 'Two runs (2)' },
      entries: [{ key: 'a', status, runId: null, attempts: 1, error: null }],
    });
    const done = facts({ studies: [state('finished')], edits: 2, did: ['results-opened'] });
    expect(standingOf(LESSON, done).met[1]!.slice(2, 5)).toEqual([true, true, true]);
    const waits = facts({ studies: [state('queued')], edits: 1 });
    expect(standingOf(LESSON, waits).met[1]!.slice(2, 5)).toEqual([false, false, false]);
  });

  it('is seen from a run that is another recipe, and from one recipe on several seeds', () => {
    const first = { say: 'Train.', run: 'baseline', with: { balance: 'none', seed: 1 } };
    const second = { say: 'Beat it.', run: 'mine', unlike: 'baseline' };
    const third = { say: 'Again.', runs: 3, like: 'mine' };
    const lesson = readLesson(
      `${HEAD}\n## Only\n\n\`\`\`lesson\n${JSON.stringify({ until: [first, second, third] })}\n\`\`\`\n`,
    );
    const met = (...runs: Run[]) => standingOf(lesson, facts({ runs })).met[0];
    const mine = (seed: number) => run({ balance: { name: 'upsample' }, seed });
    expect(met(run({}), run({ seed: 2 }))).toEqual([true, false, false]);
    expect(met(run({}), mine(1), mine(2))).toEqual([true, true, false]);
    // The same seed again is no other one.
    expect(met(run({}), mine(1), mine(2), mine(2))).toEqual([true, true, false]);
    expect(met(run({}), mine(1), mine(2), mine(3))).toEqual([true, true, true]);
    expect(recipesOfLesson(lesson, 'phantom')).toHaveLength(4);
  });

  it('is kept as it was written, and what cannot be read is dropped', () => {
    const fresh = begun('phantom', parseRecipe({}), 5);
    const progress = withSet(withDeed(withAnswer(fresh, 'First', 'this'), 'data-opened'), 'First');
    expect(readProgress(JSON.parse(JSON.stringify({ a: progress, b: { step: 'x' } })))).toEqual({
      a: progress,
    });
    expect(readProgress(null)).toEqual({});
    // The first guess stays.
    expect(withAnswer(progress, 'First', 'that')).toBe(progress);
    expect(withAnswer(fresh, 'First', null).answers).toEqual({ First: null });
  });
});

describe('figures', () => {
  const figures = {
    dataset: { classCounts: { val: [94, 6] }, counts: { val: 100 } },
    summary: { val: { auc: 0.8, acc: 0.94, interval: [0.7, 0.9] }, test: null },
    lastEpoch: null,
    rare: { found: 1, missed: 5, falseAlarms: 2 },
    overall: { balanced: 0.5, macroF1: 0.4, calibration: 0.1, calibrated: 0.05 },
    stressed: null,
    steps: 12,
  } as unknown as RunFigures;

  it('are filled in from the student’s own runs', () => {
    const text =
      '{{a.auc}} {{a.accuracy}} {{a.majority}} {{ a.found }} {{a.testAuc}} {{b.auc}} {{a.interval}} {{a.beauty}}';
    expect(withFigures(text, new Map([['a', figures]]))).toBe(
      '0.800 0.940 0.940 1 of 6 … … 0.700 to 0.900 {{a.beauty}}',
    );
    expect(figuresIn(text)).toHaveLength(8);
  });

  it('are told of the data before anything is trained, and no other ones', () => {
    const ofData = new Map([[DATA_NAME, figuresOfData(figures.dataset)]]);
    expect(withFigures('{{data.majority}} {{data.auc}}', ofData)).toBe('0.940 …');
    const told = (reveal: string) =>
      lessonFaults({ ...LESSON, steps: [{ ...LESSON.steps[0]!, reveal }] }).length;
    expect([told('{{data.majority}}'), told('{{data.auc}}')]).toEqual([0, 1]);
  });

  it('choose the words: that a model knows something is said only where its interval lies above 0.5', () => {
    const text = 'AUC {{a.auc}}: {{ a.beatsGuessing ?\n  it knows something. | it may be luck. }} So be it.';
    const told = (interval: readonly [number, number] | null) => {
      const summary = { val: { auc: 0.8, acc: 0.9, interval }, test: null };
      return withFigures(text, new Map([['a', { ...figures, summary } as unknown as RunFigures]]));
    };
    expect(told([0.501, 0.9])).toBe('AUC 0.800: it knows something. So be it.');
    expect(told([0.385, 0.916])).toBe('AUC 0.800: it may be luck. So be it.');
    expect(told(null)).toBe('AUC 0.800: it may be luck. So be it.');
    expect(withFigures(text, new Map())).toBe('AUC …: … So be it.');
    expect(figuresIn(text)).toEqual([
      ['a', 'auc'],
      ['a', 'interval'],
    ]);
  });
});
