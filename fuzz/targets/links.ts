import fc from 'fast-check';
import { recipeFromLink } from '../../src/lab/recipe/parse.ts';
import { studyFromLink } from '../../src/lab/study/link.ts';
import { RECIPES, STUDIES } from '../examples.ts';
import { jsonText, mutated } from '../mutations/json.ts';
import { requireRecipe, requireStudy } from '../oracles.ts';
import { target } from '../target.ts';

function word(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url');
}

const harm = fc.record({
  at: fc.nat({ max: 5000 }),
  length: fc.nat({ max: 8 }),
  text: fc.string({ unit: 'binary', maxLength: 6 }),
});

/** Words of damaged data, and damaged words. */
function links(valid: readonly unknown[]): fc.Arbitrary<string> {
  return fc
    .tuple(mutated(valid), fc.constantFrom(0, 0, 0, 1, 2), fc.array(harm, { minLength: 1, maxLength: 3 }))
    .map(([data, damage, harms]) => {
      const harmed = (text: string) =>
        harms.reduce((all, { at, length, text: inserted }) => {
          const place = at % (all.length + 1);
          return all.slice(0, place) + inserted + all.slice(place + length);
        }, text);
      if (damage === 0) return word(jsonText(data));
      return damage === 1 ? word(harmed(jsonText(data))) : harmed(word(jsonText(data)));
    });
}

export const recipeLinks = target({
  name: 'recipe links',
  inputs: links(RECIPES),
  check: (link) => requireRecipe(recipeFromLink(link)),
});

export const studyLinks = target({
  name: 'study links',
  inputs: links(STUDIES),
  check(link) {
    requireStudy(studyFromLink(link));
  },
});
