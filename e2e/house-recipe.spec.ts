import { HOUSE_RECIPES, withHouseRecipe } from '../src/lab/house/house-recipes.ts';
import type { SetKind } from '../src/lab/house/kind-of-set.ts';
import { parseRecipe } from '../src/lab/recipe/parse.ts';
import { seriousFaults } from './support/axe.ts';
import { linkTo, openLab, TINY } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

const SETS: readonly { kind: SetKind; dataset: object }[] = [
  { kind: 'few-images', dataset: TINY.dataset },
  { kind: 'grey', dataset: { kind: 'phantom', shape: 'pneumonia', images: 3000 } },
  { kind: 'volumes', dataset: { kind: 'phantom', shape: 'vessel', images: 60 } },
];

for (const { kind, dataset } of SETS) {
  test(`the house recipe is offered with the set that is loaded, taken by one press, and taken back: ${kind}`, async ({
    page,
  }) => {
    const house = HOUSE_RECIPES[kind];
    const before = parseRecipe({ ...TINY, dataset, seed: 7 });
    await openLab(page, linkTo(before));
    const held = () => page.evaluate(() => JSON.parse(localStorage.getItem('lab-recipe')!));
    const form = page.getByRole('region', { name: 'Recipe', exact: true });
    const note = form.getByRole('note', { name: 'House recipe' });

    await expect(note).toContainText(`House recipe for ${house.label}`);
    expect(await seriousFaults(page)).toEqual([]);
    await note.getByRole('button', { name: 'Use it' }).click();
    await expect(note).toHaveCount(0);
    await expect.poll(held).toEqual(JSON.parse(JSON.stringify(withHouseRecipe(before, house))));

    await form.getByRole('button', { name: /^Undo/ }).click();
    await expect(note).toBeVisible();
    await expect.poll(held).toEqual(JSON.parse(JSON.stringify(before)));

    await form.getByRole('button', { name: 'Presets' }).click();
    await page.getByRole('menuitem', { name: `House recipe for ${house.label}` }).click();
    await expect(note).toHaveCount(0);
  });
}

test('beside a lesson, whose steps set the recipe, no other is offered', async ({ page }) => {
  await openLab(page, '/#/train?lesson=accuracy');
  await page.getByRole('complementary', { name: 'Lesson' }).getByRole('button', { name: 'Begin' }).click();
  await expect(page.getByRole('heading', { name: 'Look at the classes' })).toBeVisible();
  await expect(page.getByRole('note', { name: 'House recipe' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Close the lesson' }).click();
  await expect(page.getByRole('note', { name: 'House recipe' })).toBeVisible();
});
