import { syntheticNpz } from '../src/datasets/testing/synthetic-npz.ts';
import { faults } from './support/axe.ts';
import { linkTo, openLab, TINY } from './support/lab-page.ts';
import { readStored } from './support/stored.ts';
import { expect, test } from './support/test.ts';

const NOISY = { ...TINY, width: 4, epochs: 4, protocol: { labelNoise: 0.1 } };

test('wrong labels are found by folds, judged by key, mended, and trained on again', async ({ page }) => {
  await openLab(page, linkTo(NOISY, 'data'));
  const section = page.getByRole('region', { name: 'Wrong labels' });
  await section.getByLabel('Number of folds').selectOption('3');
  await section.getByRole('button', { name: 'Train 3 folds' }).click();
  await expect(section.getByRole('status')).toHaveText(/^\d+ doubted of 84 training images$/, {
    timeout: 60_000,
  });
  await expect(section.getByText(/8 labels were changed at random; \d+ of the \d+ listed/)).toBeVisible();
  await expect(section).toContainText(/AUC of 0\.\d{3} \(95 % interval 0\.\d{3} to 0\.\d{3}\) on what/);
  expect(await faults(page, { within: 'section[aria-label="Wrong labels"]' })).toEqual([]);
  // The image stands beside or below the list, and leaves room for what is said of it.
  const picture = section.getByRole('complementary', { name: 'Doubted label' }).getByRole('img');
  expect((await picture.boundingBox())!.width).toBeLessThan(400);

  // Each key judges, and goes on to the next.
  const grid = section.getByRole('listbox', { name: 'Images' });
  const present = grid.getByRole('option');
  await grid.focus();
  await page.keyboard.press('w');
  await page.keyboard.press('r');
  await page.keyboard.press('x');
  await page.keyboard.press('Home');
  await expect(present).toHaveAccessibleName(/given \w+, rather \w+, judged wrong$/);
  await page.keyboard.press('ArrowRight');
  await expect(present).toHaveAccessibleName(/judged right$/);
  await page.keyboard.press('ArrowRight');
  await expect(present).toHaveAccessibleName(/judged left out$/);
  await page.keyboard.press('Control+z');
  await expect(present).not.toHaveAccessibleName(/judged/);
  await expect.poll(async () => (await readStored(page, 'medmnist-lab-editions', 'editions')).length).toBe(1);

  // After a reload it is all there; the rest is mended at once, and both are trained again.
  await page.reload();
  await expect(present).toHaveAccessibleName(/judged wrong$/);
  await section.getByRole('button', { name: /^Mend all \d+/ }).click();
  await expect(section.getByRole('button', { name: /^Mend all/ })).toBeHidden();
  await section.getByRole('button', { name: /^Train again/ }).click();
  await page.getByRole('navigation', { name: 'Tabs' }).getByRole('link', { name: 'Study' }).click();
  await expect(page.getByText(/2 of 2 runs|2 of 2/).first()).toBeVisible({ timeout: 45_000 });
  await expect(page.getByRole('button', { name: 'Open the test part of this study' })).toBeVisible();

  // What the clean val AUC does not tell, the stresses may.
  await page.getByText('mean over stresses', { exact: true }).click();
  await page.getByRole('button', { name: 'Stress 2 models' }).click();
  await expect(page.getByText(/val AUC over all stresses of 0\.\d{3}/).first()).toBeVisible({
    timeout: 45_000,
  });
});

test('of several classes each doubted image is told what it rather is, and mended to that', async ({
  page,
}) => {
  const set = { counts: { train: 60, val: 24, test: 12 }, imageShape: [12, 12, 3], classes: 3 } as const;
  await openLab(page, linkTo({ ...TINY, epochs: 1, protocol: { labelNoise: 0.3 } }, 'data'));
  await page
    .getByLabel('Choose a file')
    .setInputFiles({ name: 'three.npz', mimeType: '', buffer: Buffer.from(syntheticNpz(set)) });
  const section = page.getByRole('region', { name: 'Wrong labels' });
  await expect(page.getByRole('region', { name: 'Gallery' }).getByRole('status')).toHaveText('60 images');
  await section.getByLabel('Number of folds').selectOption('3');
  await section.getByRole('button', { name: 'Train 3 folds' }).click();
  await expect(section.getByRole('status')).toHaveText(/^[1-9]\d* doubted of 60 training images$/, {
    timeout: 30_000,
  });
  const grid = section.getByRole('listbox', { name: 'Images' });
  const present = grid.getByRole('option');
  await expect(present).toHaveAccessibleName(/given class [012], rather class [012]$/);
  const [, given, rather] = /given class (\d), rather class (\d)/.exec(
    (await present.getAttribute('aria-label'))!,
  )!;
  expect(given).not.toBe(rather);
  await grid.focus();
  await page.keyboard.press('w');
  await expect
    .poll(async () => JSON.stringify(await readStored(page, 'medmnist-lab-editions', 'editions')))
    .toMatch(new RegExp(`"label":\\[${rather}\\]`));
});
