import type { Page } from '@playwright/test';
import { seriousFaults } from './support/axe.ts';
import { openLab, ready, runRows, tab } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

const SMALL = { width: 2, epochs: 1, batch: 32 } as const;

async function trainAll(
  page: Page,
  shape: 'pneumonia' | 'nodule',
  recipes: readonly object[],
): Promise<void> {
  const ends = await page.evaluate(
    async ({ shape, recipes }) => {
      const settings = { shape, images: 120, positiveFraction: 0.4, labelNoise: 0, seed: 7 };
      await window.lab!.load({ kind: 'phantom', settings });
      const statuses: unknown[] = [];
      for (const recipe of recipes) {
        const begun = await window.lab!.train(recipe);
        if (!begun.ok) throw new Error(begun.error.message);
        const status = () => window.lab!.progress(begun.value.id)?.status;
        while (status() === 'running') await new Promise((resolve) => setTimeout(resolve, 50));
        statuses.push(status());
      }
      return statuses;
    },
    { shape, recipes },
  );
  expect(ends).toEqual(recipes.map(() => 'finished'));
}

async function tickAll(page: Page): Promise<void> {
  await tab(page, 'Compare').click();
  for (const row of await runRows(page).all()) await row.getByRole('checkbox').check();
}

const section = (page: Page) => page.getByRole('region', { name: 'Image by image' });

test('two runs are held against each other image by image, and seeds by what flips; each group opens in the gallery', async ({
  page,
}) => {
  await openLab(page);
  await trainAll(page, 'pneumonia', [
    { ...SMALL, seed: 1 },
    { ...SMALL, seed: 2 },
    { ...SMALL, seed: 3, loss: { name: 'cross-entropy' }, optimizer: { name: 'adam' } },
  ]);
  await tickAll(page);
  const words = section(page).getByText(/^Of 12 validation images/);
  await expect(words).toBeVisible();
  const [all, ...counts] = (await words.textContent())!.match(/\d+/g)!.map(Number);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(all);
  // Another pair, of the three; the choice stands in the address.
  await section(page).getByRole('combobox', { name: 'The other run' }).selectOption({ index: 2 });
  await section(page)
    .getByRole('combobox', { name: 'Which answers count' })
    .selectOption('by the threshold of Results');
  await page.reload();
  await ready(page);
  await expect(section(page).getByRole('combobox', { name: 'Which answers count' })).toHaveValue('results');
  await expect(section(page)).toContainText(/are right with one seed and wrong with another/);
  await expect(
    section(page)
      .getByRole('img', { name: /^Validation/ })
      .first(),
  ).toHaveAccessibleName(/^Validation image \d+, (clear|opacity): . \d+, . \d+$/);
  expect(await seriousFaults(page, { within: 'main' })).toEqual([]);

  // As there are twelve images, those whose scores differ most are all of them.
  const open = section(page).getByRole('button', {
    name: /^Where the scores of . and . differ most: All in the gallery$/,
  });
  await open.scrollIntoViewIfNeeded();
  const place = await page.evaluate(() => window.scrollY);
  await open.click();
  const gallery = page.getByRole('region', { name: 'Gallery' });
  await expect(gallery.getByRole('heading', { name: /^Where the scores of/ })).toBeVisible();
  await expect(gallery).toContainText('12 images');
  await gallery.getByRole('button', { name: 'Back to Compare' }).click();
  await expect(section(page)).toBeVisible();
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(Math.min(200, place) - 1);

  // One of them opens there by itself, by keyboard too, and the others stay beside it.
  const group = section(page).getByText('Scores differ most').locator('xpath=ancestor::div[2]');
  const third = group.getByRole('button', { name: /^Validation image/ }).nth(2);
  const [image] = (await third.getAttribute('aria-label'))!.match(/Validation image \d+/)!;
  await third.focus();
  await page.keyboard.press('Enter');
  await expect(gallery).toContainText('12 images');
  await expect(gallery.getByRole('complementary', { name: 'Chosen image' })).toContainText(
    image.toLowerCase(),
  );
});

test('volumes are compared too, and a set that is not loaded is brought by a press', async ({ page }) => {
  await openLab(page);
  await trainAll(page, 'nodule', [
    { ...SMALL, volume: 'slices' },
    { ...SMALL, volume: 'slices', seed: 2 },
  ]);
  await tickAll(page);
  await expect(
    section(page)
      .getByRole('img', { name: /^Validation/ })
      .first(),
  ).toBeVisible();
  await page.evaluate(async () => {
    const settings = {
      shape: 'pneumonia',
      images: 120,
      positiveFraction: 0.4,
      labelNoise: 0,
      seed: 7,
    } as const;
    await window.lab!.load({ kind: 'phantom', settings });
  });
  await expect(section(page).getByRole('img', { name: /^Validation/ })).toHaveCount(0);
  await section(page).getByRole('button', { name: 'Load it' }).click();
  await expect(
    section(page)
      .getByRole('img', { name: /^Validation/ })
      .first(),
  ).toBeVisible();
});
