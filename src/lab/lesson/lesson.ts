import { phantomSettings } from '../phantom-settings.ts';
import { z } from '../zod.ts';
import { FIGURE_NAMES, type FigureName } from './figures.ts';
import { lessonText, words } from './lesson-text.ts';
import { PLACE_NAMES } from './places.ts';

/** What a person can be seen to do beside training, with the words of the check. */
export const DEEDS = {
  'data-opened': 'the tab Data was opened',
  'results-opened': 'the tab Results was opened',
  'compare-opened': 'the tab Compare was opened',
  'threshold-moved': 'the threshold was moved',
  'insides-opened': '“What the model sees” was opened',
} as const;

export type Deed = keyof typeof DEEDS;

const place = z.enum(PLACE_NAMES);
const runName = z.string().regex(/^[a-z][a-z0-9]*$/, 'a run has a name of small letters');

/** Changes of a recipe by dotted path, as `--set path=value` makes them. */
const patch = z.record(z.string().min(1), z.json());

/** A figure of a run that the student trained: `run.figure`. */
const figureReference = z.string().refine(
  (text): text is `${string}.${FigureName}` => {
    const [run, figure, ...rest] = text.split('.');
    return Boolean(run) && rest.length === 0 && (FIGURE_NAMES as readonly string[]).includes(figure ?? '');
  },
  `a figure is a run, a dot and one of ${FIGURE_NAMES.join(', ')}`,
);

const guess = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('choice'), ask: words, options: z.array(words).min(2).max(6) }),
  z.strictObject({
    kind: z.literal('number'),
    ask: words,
    least: z.number(),
    most: z.number(),
    /** What it came to, told beside the guess. */
    figure: figureReference.optional(),
  }),
  z.strictObject({ kind: z.literal('order'), ask: words, options: z.array(words).min(2).max(6) }),
  z.strictObject({ kind: z.literal('text'), ask: words }),
]);

/** What has to be there before a step is done; `say` tells the student what to do. */
const condition = z.union([
  z
    .strictObject({
      say: words,
      run: runName,
      /** Fields that its recipe has. */
      with: patch.default({}),
      /** Another run of the lesson from which it differs in the fields of `with` only. */
      alike: runName.optional(),
      /** Another run of the lesson, of which it is not a repetition: it differs in more than the seed. */
      unlike: runName.optional(),
      /** Whether it was trained on an edition of the data. */
      edited: z.boolean().default(false),
    })
    .meta({ description: 'A run that was finished since the lesson began, under a name.' }),
  z
    .strictObject({
      say: words,
      runs: z.int().min(1).max(60),
      with: patch.default({}),
      /** A run of the lesson: its recipe, on so many seeds. */
      like: runName.optional(),
    })
    .meta({ description: 'So many finished runs.' }),
  z
    .strictObject({ say: words, study: z.literal('trained') })
    .meta({ description: 'All runs of the study of this lesson are trained.' }),
  z
    .strictObject({ say: words, edition: z.int().min(1) })
    .meta({ description: 'An edition of the data with so many changes at least.' }),
  z
    .strictObject({ say: words, opened: runName })
    .meta({ description: 'The test part is open for this run.' }),
  z
    .strictObject({ say: words, stressed: z.array(runName).min(1) })
    .meta({ description: 'The models of these runs were put under stress.' }),
  z
    .strictObject({ say: words, did: z.enum(Object.keys(DEEDS) as [Deed, ...Deed[]]) })
    .meta({ description: 'Something else that was done.' }),
]);

const bars = z
  .array(z.strictObject({ label: words, figure: figureReference }))
  .min(1)
  .max(8);

const seeds = z.array(z.int().min(1)).min(1).max(20).default([1, 2, 3]);

/** On which sets a study is trained: that of the lesson, or each of its sets by itself. */
const sets = z.enum(['own', 'all']).default('own');

/** A study of the lesson's recipe: the values of a field, or named changes, on each of the seeds. */
const study = z.union([
  z.strictObject({ vary: words, values: z.array(z.json()).min(2).max(16), seeds, sets }),
  z.strictObject({
    vary: words,
    levels: z
      .array(z.strictObject({ label: words, set: patch }))
      .min(2)
      .max(16),
    seeds,
    sets,
  }),
]);

/** A set of the catalogue that shows the same as a phantom. */
const realSet = z.strictObject({
  id: words,
  size: z.union([z.literal(28), z.literal(64)]).default(28),
});

const stepSchema = z.strictObject({
  /** One line: in the file it is a heading. */
  title: words.refine((title) => !title.includes('\n'), 'A title is one line.'),
  /** Markdown without HTML. */
  text: lessonText.refine(
    (text) => !/^(## |```lesson$)/m.test(text),
    'A line that begins with ## would begin another step. Take ### for a heading.',
  ),
  /** Shown once the step begins: the recipe of the lesson with these changes. */
  recipe: patch.optional(),
  study: study.optional(),
  point: place.optional(),
  /** Controls that are there from this step on. */
  show: z.array(place).default([]),
  guess: guess.optional(),
  until: z.array(condition).max(12).default([]),
  /** Markdown that follows when all is done, with figures of the student's own runs as {{run.figure}}. */
  reveal: lessonText.default(''),
  bars: bars.optional(),
  /** A run of the lesson: where its model looks in training images of the class that a shortcut marks, shown at the end. */
  looks: runName.optional(),
});

export const lessonSchema = z.strictObject({
  /** A lab is a longer lesson on real images, at whose end something is handed in. */
  kind: z.enum(['lesson', 'lab']).default('lesson'),
  title: words,
  question: words,
  /** On two cores, with the phantom; of a lab for reading and answering alone, as the page tells what training takes. */
  minutes: z.number().positive().max(240),
  data: z.strictObject({
    phantom: phantomSettings.strict(),
    /** A set of the catalogue that shows the same, if any. */
    real: realSet
      .extend({
        /** What its recipe has beside that of the phantom. */
        recipe: patch.default({}),
        /** How long the runs of a lesson take, in words. */
        time: words.optional(),
      })
      .optional(),
    /** Further sets, for a study on each of them. */
    others: z
      .array(z.strictObject({ phantom: phantomSettings.strict(), real: realSet }))
      .max(6)
      .default([]),
  }),
  /** What is handed in at the end of a lab, in a sentence. */
  handIn: words.optional(),
  /** Changes of the default recipe that all steps share. */
  recipe: patch.default({}),
  /** Controls that are out of the way until a step shows them. */
  hide: z.array(place).default([]),
  steps: z.array(stepSchema).min(1).max(20),
});

export type Lesson = z.infer<typeof lessonSchema>;
export type LessonStep = Lesson['steps'][number];
export type Guess = NonNullable<LessonStep['guess']>;
export type Condition = LessonStep['until'][number];
