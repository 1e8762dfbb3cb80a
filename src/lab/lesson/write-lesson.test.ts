import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LESSON_TEXTS } from '../../lessons/registry.ts';
import { LabError } from '../lab-error.ts';
import { canonicalJson } from '../recipe/canonical.ts';
import { parseRecipe } from '../recipe/parse.ts';
import { DEFAULT_RECIPE } from '../recipe/recipe.ts';
import { draftFaults, draftOf, EMPTY_STEP, emptyDraft, fieldFaults, readDraft } from './draft.ts';
import { FIGURE_NAMES } from './figures.ts';
import { DEEDS, type Deed, type Lesson, lessonSchema } from './lesson.ts';
import { LONGEST_LESSON_LINK, lessonFromWord, lessonHash } from './link.ts';
import { PLACE_NAMES } from './places.ts';
import { recipeOfStep } from './plan.ts';
import { readLesson } from './read-lesson.ts';
import { recipePatch } from './recipe-patch.ts';
import { writeLesson } from './write-lesson.ts';

const letters = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });
/** What would be read as part of the file, were it not written with care. */
const tricky = fc.constantFrom(
  ...['---', '## Step', '```', '```lesson', '```lesson\na: b\n```', '- a\n\n- b', '# a: b', '{{plain.auc}}'],
  ...[
    'yes',
    'null',
    '0x1f',
    '1e3',
    '~',
    '&a *a',
    '<<',
    '!!js/function x',
    ': ',
    '> x\n  y\n',
    '\ta',
    '"',
    "'",
  ],
  ...['a\n---\nb', 'a\r\nb', '\u0085', '\u2028', '\ufeff', 'a '.repeat(60), 'é'.repeat(90), '|', '%YAML 1.2'],
);
const words = fc
  .oneof(
    letters,
    tricky,
    fc.tuple(letters, tricky, letters).map((parts) => parts.join('\n')),
  )
  .filter((text) => text.trim() !== '');
const line = words.map((text) => text.replaceAll(/[\r\n]/g, ' ')).filter((text) => text.trim() !== '');
const run = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const figure = fc
  .tuple(run, fc.constantFrom(...FIGURE_NAMES))
  .map(([name, of]): `${string}.${(typeof FIGURE_NAMES)[number]}` => `${name}.${of}`);
const place = fc.constantFrom(...PLACE_NAMES);
const value = fc.jsonValue({ maxDepth: 2 }).map((data) => JSON.parse(JSON.stringify(data)));
const patch = fc.dictionary(fc.stringMatching(/^[a-z]{1,6}(\.[a-z]{1,6})?$/), value, {
  maxKeys: 3,
  noNullPrototype: true,
});
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });
const options = fc.array(words, { minLength: 2, maxLength: 6 });
const guess = fc.oneof(
  fc.record({ kind: fc.constant('choice'), ask: words, options }),
  fc.record({ kind: fc.constant('order'), ask: words, options }),
  fc.record({ kind: fc.constant('text'), ask: words }),
  fc.record(
    {
      kind: fc.constant('number'),
      ask: words,
      least: fc.integer(),
      most: fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
      figure,
    },
    { requiredKeys: ['kind', 'ask', 'least', 'most'] },
  ),
);
const condition = fc.oneof(
  fc.record(
    { say: words, run, with: patch, alike: run, unlike: run, edited: fc.boolean() },
    { requiredKeys: ['say', 'run'] },
  ),
  fc.record(
    { say: words, runs: fc.integer({ min: 1, max: 60 }), with: patch, like: run },
    { requiredKeys: ['say', 'runs'] },
  ),
  fc.record({ say: words, study: fc.constant('trained') }),
  fc.record({ say: words, edition: fc.integer({ min: 1 }) }),
  fc.record({ say: words, opened: run }),
  fc.record({ say: words, stressed: fc.array(run, { minLength: 1, maxLength: 3 }) }),
  fc.record({ say: words, did: fc.constantFrom(...(Object.keys(DEEDS) as Deed[])) }),
);
const step = fc
  .record({
    title: line,
    text: fc.oneof(words, fc.constant('')),
    recipe: maybe(patch),
    study: maybe(
      fc.record({
        vary: words,
        values: fc.array(value, { minLength: 2, maxLength: 4 }),
        seeds: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
      }),
    ),
    point: maybe(place),
    show: fc.array(place, { maxLength: 2 }),
    guess: maybe(guess),
    until: fc.array(condition, { maxLength: 3 }),
    reveal: fc.oneof(words, fc.constant('')),
    bars: maybe(fc.array(fc.record({ label: words, figure }), { minLength: 1, maxLength: 3 })),
  })
  .map((fields) => JSON.parse(JSON.stringify(fields)));
const lessons = fc
  .record({
    title: words,
    question: words,
    minutes: fc.integer({ min: 1, max: 60 }),
    data: fc.record(
      {
        phantom: fc.record({ images: fc.integer({ min: 60, max: 500 }) }, { requiredKeys: [] }),
        real: fc.record({ id: words, size: fc.constantFrom(28, 64), recipe: patch, time: words }),
      },
      { requiredKeys: ['phantom'] },
    ),
    recipe: patch,
    hide: fc.array(place, { maxLength: 3 }),
    steps: fc.array(step, { minLength: 1, maxLength: 3 }),
  })
  .map((data) => lessonSchema.safeParse(data).data)
  .filter((lesson): lesson is Lesson => lesson !== undefined);

const EXAMPLES = Object.values(LESSON_TEXTS).map(readLesson);

describe('a lesson that is written down', () => {
  it('is read as it was: the lessons of the lab', () => {
    for (const lesson of EXAMPLES) expect(readLesson(writeLesson(lesson))).toEqual(lesson);
  });

  it('is read as it was: any lesson that fits', () => {
    fc.assert(
      fc.property(lessons, (lesson) => {
        expect(readLesson(writeLesson(lesson))).toEqual(lesson);
      }),
      { numRuns: 60 },
    );
  });

  it('goes through a link as it was', () => {
    for (const lesson of EXAMPLES) {
      const hash = lessonHash(lesson);
      expect(hash.length).toBeLessThan(LONGEST_LESSON_LINK / 2);
      expect(lessonFromWord(hash.slice('#/learn?shared='.length))).toEqual(lesson);
    }
  });

  it.each([
    ['cut off', (word: string) => word.slice(0, 300)],
    ['no word at all', () => 'a b'],
    ['too long', () => 'a'.repeat(LONGEST_LESSON_LINK + 1)],
    // A million letters in two kilobytes.
    [
      'swollen',
      () => lessonHash({ ...EXAMPLES[0]!, question: 'a'.repeat(1e6) }).slice('#/learn?shared='.length),
    ],
  ])('is refused from a link that is %s', (_, harm) => {
    const word = lessonHash(EXAMPLES[0]!).slice('#/learn?shared='.length);
    expect(() => lessonFromWord(harm(word))).toThrow(LabError);
  });

  it('has no text that would be read as another step, nor one that takes a reader too long', () => {
    const withText = (text: string) => ({ ...EXAMPLES[0]!, steps: [{ ...EMPTY_STEP, title: 'One', text }] });
    expect(lessonSchema.safeParse(withText('a\n### b\n> c')).success).toBe(true);
    for (const text of [
      'a\n## b',
      '```lesson\n```',
      '>'.repeat(100),
      '1) '.repeat(100),
      'a'.repeat(10_001),
    ]) {
      expect(lessonSchema.safeParse(withText(text)).success, text.slice(0, 20)).toBe(false);
    }
  });
});

describe('a draft', () => {
  const empty = emptyDraft(EXAMPLES[0]!.data.phantom, {});

  it('says beside each field what it lacks', () => {
    const draft: Lesson = {
      ...empty,
      steps: [
        {
          ...EMPTY_STEP,
          guess: { kind: 'choice', ask: '', options: ['a'] },
          until: [{ say: '', run: 'Plain', with: {}, edited: false }],
        },
      ],
    };
    expect([...fieldFaults(draft).keys()].toSorted()).toEqual([
      'question',
      'steps.0.guess.ask',
      'steps.0.guess.options',
      'steps.0.title',
      'steps.0.until.0.run',
      'steps.0.until.0.say',
      'title',
    ]);
    expect(draftFaults(draft).map(({ step: at }) => at)).toEqual([null, null, 0, 0, 0, 0, 0]);
    expect(draftFaults(draft)[3]!.text).toMatch(/^Step 1, question: /);
    // What fits field by field may still not fit together.
    const told = { ...EXAMPLES[0]!, steps: [{ ...EMPTY_STEP, title: 'One', reveal: '{{plain.auc}}' }] };
    expect(draftFaults(told)).toMatchObject([{ step: 0, text: expect.stringContaining('"plain"') }]);
  });

  it('is saved and opened again before it is finished; one of another shape is refused', () => {
    expect(readDraft(writeLesson(empty))).toEqual(empty);
    for (const lesson of EXAMPLES) expect(readDraft(writeLesson(lesson))).toEqual(lesson);
    expect(() => readDraft(writeLesson(empty).replace('minutes', 'hours'))).toThrow(LabError);
    expect(draftOf({ ...empty, steps: [{ ...EMPTY_STEP, guess: { kind: 'riddle', ask: 'x' } }] })).toBeNull();
    expect(draftOf(null)).toBeNull();
  });
});

describe('the recipe of the page', () => {
  const recipes = fc.constantFrom(
    DEFAULT_RECIPE,
    ...[
      { loss: 'cross-entropy', optimizer: { name: 'adam' } },
      { loss: { name: 'cross-entropy' }, optimizer: { name: 'sgd', learningRate: 0.3 }, epochs: 3 },
      { balance: { name: 'upsample' }, augment: { flip: {}, noise: {} }, width: 4, steps: 90 },
      { augment: { noise: { sigma: 0.2 }, rotation: {} }, normalise: 'half', 'protocol.shortcut': 0.9 },
      { optimizer: { learningRate: 0.02 }, patience: 3, model: 'linear', seed: 9 },
    ].map((changes) =>
      parseRecipe(
        Object.fromEntries(
          Object.entries(changes).map(([key, field]) =>
            key === 'protocol.shortcut'
              ? ['protocol', { shortcut: field }]
              : [
                  key,
                  key === 'loss' && typeof field === 'string'
                    ? { name: field }
                    : key === 'optimizer' && !('name' in (field as object))
                      ? { name: 'pesg', ...(field as object) }
                      : field,
                ],
          ),
        ),
      ),
    ),
  );

  it('is taken into a lesson, and into a step of it, as it stands', () => {
    fc.assert(
      fc.property(recipes, recipes, (ofLesson, ofStep) => {
        const lesson = { ...EXAMPLES[0]!, recipe: recipePatch(DEFAULT_RECIPE, ofLesson) };
        const { dataset } = recipeOfStep(lesson, {}, 'phantom');
        expect(canonicalJson(recipeOfStep(lesson, {}, 'phantom'))).toBe(
          canonicalJson({ ...ofLesson, dataset }),
        );
        const step = { recipe: recipePatch(ofLesson, ofStep) };
        expect(canonicalJson(recipeOfStep(lesson, step, 'phantom'))).toBe(
          canonicalJson({ ...ofStep, dataset }),
        );
      }),
    );
  });
});
