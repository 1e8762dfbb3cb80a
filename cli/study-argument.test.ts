import { describe, expect, it } from 'vitest';
import { classHash, lessonClassHash } from '../src/lab/classroom/class-link.ts';
import { parseRecipe } from '../src/lab/recipe/parse.ts';
import { DEFAULT_RECIPE } from '../src/lab/recipe/recipe.ts';
import { expandStudy } from '../src/lab/study/expand.ts';
import { findPreset, STUDY_PRESETS } from '../src/lab/study/presets.ts';
import { parseStudy } from '../src/lab/study/study.ts';
import { useRecipe } from '../src/state/recipe/store.ts';
import { onRecipe, presetDraft } from '../src/state/studies/draft.ts';
import { readDataArgument } from './data-argument.ts';
import { readStudyArgument } from './study-argument.ts';

const FORMS = [
  {},
  { augment: { flip: {} } },
  { augment: { flip: {}, noise: {}, rotation: {} }, normalise: 'half' },
  { normalise: 'train', balance: { name: 'upsample' }, patience: 2, width: 4, epochs: 3 },
  { optimizer: { name: 'adam' }, loss: { name: 'cross-entropy' }, volume: 'slices', stem: 'small' },
  { optimizer: { name: 'adam' }, pitfalls: { frozenDual: true, exactCopies: true } },
  { protocol: { trainFraction: 0.25, labelNoise: 0.2 }, pitfalls: { leakySplit: true }, precision: 'half' },
] as const;

const DATA = [readDataArgument('phantom:pneumonia')];

describe('a preset', () => {
  it.each(STUDY_PRESETS)('$id is the same study on the page, whatever the form says, and here', (preset) => {
    const here = expandStudy(readStudyArgument(`preset:${preset.id}`, DATA, { set: [] }));
    for (const form of FORMS) {
      useRecipe.setState({ recipe: parseRecipe({ ...form, dataset: DEFAULT_RECIPE.dataset }) });
      const onPage = expandStudy(presetDraft(preset));
      expect(onPage.cells).toEqual(here.cells);
      expect(onPage.runs.map(({ key }) => key)).toEqual(here.runs.map(({ key }) => key));
    }
  });

  it.each(['seed-study', 'pitfalls', 'rank-by-test', 'augmentation'])(
    '%s keeps its cells apart when a person puts it on the recipe of the form',
    (id) => {
      const study = findPreset(id)!.create(DEFAULT_RECIPE.dataset);
      const levels = expandStudy(study).cells.map((cell) => cell.levels);
      for (const form of FORMS) {
        useRecipe.setState({ recipe: parseRecipe(form) });
        const { cells } = expandStudy(onRecipe({ ...study, base: {} }));
        expect(cells.map((cell) => cell.levels)).toEqual(levels);
      }
    },
  );

  it.each(STUDY_PRESETS)('$id needs no data where it is put on phantoms', ({ id }) => {
    const study = readStudyArgument(`preset:${id}`, [], { set: [], phantoms: '120' });
    for (const { recipe } of expandStudy(study).cells) {
      expect(recipe.dataset).toMatchObject({ kind: 'phantom', images: 120 });
    }
  });

  it('of the loaded set needs it otherwise', () => {
    expect(() => readStudyArgument('preset:augmentation', [], { set: [] })).toThrow('needs --data');
  });

  it('takes the link of a class, with the number of a student for its seed', () => {
    const given = parseStudy({ name: 'x', factors: [{ subsets: ['flip'] }], seeds: [1, 2] });
    const link = (number: number | null) => `https://lab.example/${classHash(given, number)}`;
    expect(readStudyArgument(link(7), [], { set: [] })).toMatchObject({ seeds: [7], name: 'x · student 7' });
    expect(readStudyArgument(link(7), [], { set: [], number: '8' }).seeds).toEqual([8]);
    expect(() => readStudyArgument(link(null), [], { set: [] })).toThrow(/--number/);
    expect(() => readStudyArgument(link(null), [], { set: [], number: 'x' })).toThrow(/from 1 to 999/);
  });

  it('says of the link of a lesson that it is done on the page', () => {
    const link = `https://lab.example/${lessonClassHash({ name: 'accuracy' }, 'phantom', 7)}`;
    expect(() => readStudyArgument(link, [], { set: [] })).toThrow(/link of a lesson.*in a browser/);
  });
});
