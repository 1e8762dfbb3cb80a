import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tinyDataset } from '../../training/testing/tiny-dataset.ts';
import { recipeHash } from '../recipe/canonical.ts';
import { NOTHING_KNOWN } from '../recipe/data-facts.ts';
import { recipeName } from '../recipe/name.ts';
import { effectiveRecipe, noEffects } from '../recipe/no-effect.ts';
import { parseRecipe, recipeFromLink, recipeToLink } from '../recipe/parse.ts';
import { levelLabels } from '../study/level-labels.ts';
import { type Edition, editionSchema } from './edition.ts';
import { editionFromFile, editionToFile } from './edition-file.ts';
import { labelKeys } from './label-keys.ts';
import { editionOf, foldSteps, type Step, stepOf } from './steps.ts';

const { summary } = tinyDataset({ train: [0, 1, 0, 1], val: [0, 1], test: [0, 1] });
const CLEAN: Edition = {
  name: 'clean',
  fingerprint: summary.fingerprint,
  train: { leftOut: [2], relabelled: [{ image: 0, label: [1] }] },
};

const edit = fc.oneof(
  fc.record({ image: fc.nat(5), leftOut: fc.boolean() }),
  fc.record({ image: fc.nat(5), label: fc.option(fc.tuple(fc.nat(1))) }),
);
const steps: fc.Arbitrary<Step[]> = fc.array(fc.array(edit, { maxLength: 4 }), { maxLength: 8 });

describe('the steps of an edition', () => {
  it('come to an edition that can be read, and that one step makes again', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const edition = editionOf('x', 'ab', all);
        expect(editionSchema.parse(edition)).toEqual(edition);
        expect(editionOf('x', 'ab', [stepOf(edition)])).toEqual(edition);
      }),
    );
  });

  it('are undone by being taken away, and by their opposites', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const back = [0, 1, 2, 3, 4, 5].flatMap((image) => [
          { image, leftOut: false },
          { image, label: null },
        ]);
        expect(foldSteps([...all, back]).size).toBe(0);
      }),
    );
  });
});

describe('an edition', () => {
  it('is part of the recipe, its hash, its link and its name; recipes without keep their hash', () => {
    const plain = parseRecipe({});
    const edited = parseRecipe({ edition: CLEAN });
    expect(recipeHash(plain)).toBe(recipeHash({ ...plain, edition: undefined } as never));
    expect(recipeHash(edited)).not.toBe(recipeHash(plain));
    const other = { ...CLEAN, train: { ...CLEAN.train, leftOut: [3] } };
    expect(recipeHash(parseRecipe({ edition: other }))).not.toBe(recipeHash(edited));
    expect(recipeFromLink(recipeToLink(edited))).toEqual(edited);
    expect(recipeName(plain)).toBe('plain');
    expect(recipeName(edited)).toBe('plain · edition clean (1 out, 1 relabelled)');
  });

  it('is told apart in a study from another of its name and size', () => {
    const other = { ...CLEAN, train: { ...CLEAN.train, leftOut: [3] } };
    const [none, one, two] = levelLabels('edition', [null, CLEAN, other]);
    expect(none).toBe('no edition');
    expect(one).toMatch(/^edition clean \(1 out, 1 relabelled\) digest [0-9a-f]{4}$/);
    expect(two).not.toBe(one);
    expect(levelLabels('edition', [null, CLEAN])[1]).toBe('edition clean (1 out, 1 relabelled)');
  });

  it('without edits is said to change nothing', () => {
    const empty = parseRecipe({ edition: editionOf('empty', 'ab', []) });
    expect(noEffects(empty, NOTHING_KNOWN)).toMatchObject([{ path: 'edition' }]);
    expect(effectiveRecipe(empty, NOTHING_KNOWN).edition).toBeNull();
  });
});

describe('the file of an edition', () => {
  const changed = (change: object) =>
    JSON.stringify({ ...JSON.parse(editionToFile(CLEAN, 'tiny')), ...change });
  const refusal = (text: string) => {
    try {
      editionFromFile(text, summary);
    } catch (error) {
      return (error as Error).message;
    }
    return null;
  };

  it('is read back as it was', () => {
    expect(editionFromFile(editionToFile(CLEAN, 'tiny'), summary)).toEqual(CLEAN);
  });

  it('is refused whole where it does not fit', () => {
    expect(refusal('no json')).toMatch(/no JSON/);
    expect(refusal('null')).toMatch(/is no edition/);
    expect(refusal(changed({ version: 2 }))).toMatch(/version/);
    expect(refusal(changed({ edition: { ...CLEAN, fingerprint: 'ff'.repeat(32) } }))).toMatch(
      /was made for data with the fingerprint ffffffff…; tiny has 00000000…/,
    );
    expect(refusal(changed({ edition: { ...CLEAN, test: { leftOut: [1] } } }))).toMatch(
      /changes validation or test/,
    );
    const train = (part: object) => changed({ edition: { ...CLEAN, train: { ...CLEAN.train, ...part } } });
    expect(refusal(train({ leftOut: [4] }))).toMatch(/training image 4; there are 4/);
    expect(refusal(train({ leftOut: [2, 1] }))).toMatch(/ascending/);
    expect(refusal(train({ leftOut: [0] }))).toMatch(/not both/);
    expect(refusal(train({ relabelled: [{ image: 1, label: [2] }] }))).toMatch(/the label 2, which tiny/);
    expect(refusal(train({ relabelled: [{ image: 1, label: [1, 0] }] }))).toMatch(/the label 1, 0/);
  });
});

it('gives classes keys: their own digits, or their places', () => {
  expect(labelKeys(['clear', 'opacity'])).toEqual(['1', '2']);
  expect(labelKeys(['0', '1', '2'])).toEqual(['0', '1', '2']);
  expect(labelKeys(Array.from({ length: 11 }, (_, at) => `c${at}`)).slice(8)).toEqual(['9', null, null]);
});
