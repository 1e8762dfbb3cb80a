import fc from 'fast-check';
import { deflateSync, strToU8 } from 'fflate';
import { lessonFromWord } from '../../src/lab/lesson/link.ts';
import { toWord } from '../../src/lab/recipe/link-text.ts';
import { recipeFromLink } from '../../src/lab/recipe/parse.ts';
import { studyFromLink } from '../../src/lab/study/link.ts';
import { LESSONS, RECIPES, STUDIES } from '../examples.ts';
import { jsonText, mutated } from '../mutations/json.ts';
import { requireLesson, requireRecipe, requireStudy } from '../oracles.ts';
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

/** What a hostile author may try: to be run, to load something, to become another step, or to keep a reader busy. */
const HOSTILE = [
  '<script>alert(1)</script>',
  '[x](javascript:alert(1))',
  '![x](https://example.org/x.png)',
  '\n## Step\n',
  '\n---\n',
  '```lesson\n',
  '{{__proto__.auc}}',
  '__proto__: { polluted: true }\n',
  'recipe: { __proto__.polluted: true, constructor.prototype.polluted: true }\n',
  '&a [*a, *a]',
  '>'.repeat(5000),
  '['.repeat(20_000),
  'a'.repeat(300_000),
] as const;

const lessonTexts = fc
  .tuple(
    fc.nat({ max: LESSONS.length - 1 }),
    fc.array(
      fc.record({
        at: fc.nat(),
        cut: fc.nat({ max: 40 }),
        text: fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 8 })),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([index, harms]) =>
    harms.reduce((text, { at, cut, text: put }) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + put + text.slice(place + cut);
    }, LESSONS[index]!),
  );

/** Words of damaged lessons, and damaged words. */
export const lessonLinks = target({
  name: 'lesson links',
  inputs: fc.tuple(lessonTexts, fc.option(harm)).map(([text, damage]) => {
    const whole = toWord(deflateSync(strToU8(text)));
    if (damage === null) return whole;
    const place = damage.at % (whole.length + 1);
    return whole.slice(0, place) + damage.text + whole.slice(place + damage.length);
  }),
  check: (link) => requireLesson(lessonFromWord(link)),
});
