import type { Locator, Page } from '@playwright/test';
import { syntheticNpz } from '../src/datasets/testing/synthetic-npz.ts';
import { seriousFaults } from './support/axe.ts';
import { linkTo, openLab, ready, TINY, tab, trainToEnd } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

const table = (page: Page) => page.getByRole('region', { name: 'Light table' });
const gallery = (page: Page) => page.getByRole('region', { name: 'Gallery' });
const map = (page: Page) => page.getByRole('region', { name: 'Map of the features' });

/** Pixels that a canvas shows, as one word that changes with them. */
const shown = (canvas: Locator) => canvas.evaluate((element) => (element as HTMLCanvasElement).toDataURL());

/** All that is told of one image. */
async function expectAllTold(place: Locator): Promise<void> {
  await expect(place.getByText(/Grad-CAM|Nothing in this image/)).toBeVisible({ timeout: 30_000 });
  await expect(
    place.getByRole('list', { name: /under each augmentation$/ }).getByRole('listitem'),
  ).toHaveCount(12, { timeout: 30_000 });
  await expect(place.getByText(/cosine of their last features/)).toBeVisible({ timeout: 30_000 });
}

test('a trained model is asked about one image, and about all of them at once', async ({ page }) => {
  await openLab(page, linkTo({ ...TINY, augment: { noise: {} } }));
  await trainToEnd(page);
  await table(page).getByRole('button', { name: 'What the model sees' }).click();
  await expectAllTold(table(page));
  await expect(table(page).getByRole('radio')).toHaveCount(2);
  // It goes with the epoch on which the table stands.
  await table(page).getByRole('slider', { name: 'Epoch on the table' }).press('Home');
  await table(page).getByRole('slider', { name: 'Epoch on the table' }).press('ArrowRight');
  await expect(table(page).getByText(/^As the run scores it after (epoch|its best epoch,) 1/)).toBeVisible();
  expect(await seriousFaults(page), 'light table').toEqual([]);

  // It stays open, for any image of the gallery; the heat goes with its slider.
  await tab(page, 'Data').click();
  const panel = gallery(page).getByRole('complementary', { name: 'Chosen image' });
  await expectAllTold(panel);
  // What is said of an image leaves no dark room: below a list it goes on as wide as both, and below a short one it lies.
  const roomBelowList = async (next: Locator) => {
    const list = (await gallery(page).getByRole('listbox', { name: 'Images' }).boundingBox())!;
    const picture = (await panel.getByRole('img').first().boundingBox())!;
    const below = (await next.boundingBox())!;
    // Where what is said lies below the list, its picture does so first.
    const end = Math.max(
      list.y + list.height,
      ...(picture.x < list.x + 40 && picture.y < below.y ? [picture.y + picture.height] : []),
    );
    return below.x < list.x + 40 ? below.y - end : Number.POSITIVE_INFINITY;
  };
  expect(await roomBelowList(panel.getByRole('button', { name: 'What the model sees' }))).toBeLessThan(100);
  await gallery(page).getByText('validation', { exact: true }).click();
  await expectAllTold(panel);
  const plainPicture = panel.getByRole('img', { name: /^Validation image \d+$/i });
  await expect.poll(() => roomBelowList(plainPicture)).toBeLessThan(40);
  await panel.getByRole('radio').first().check();
  await panel.getByRole('radio').last().check();
  await expect(panel.getByText(/Grad-CAM|Nothing in this image/)).toBeVisible();
  const picture = panel.getByRole('img', { name: /, and where the model looks$/ });
  const opacity = panel.getByRole('slider', { name: 'Opacity of the heat' });
  await opacity.press('Home');
  const plain = await shown(picture);
  if (await panel.getByText(/Grad-CAM/).isVisible()) {
    await opacity.press('End');
    await expect.poll(() => shown(picture)).not.toBe(plain);
  }
  expect(await seriousFaults(page), 'gallery').toEqual([]);
  // Of a sealed part the model tells nothing.
  await gallery(page).getByText('test', { exact: true }).click();
  await expect(panel.getByText('The test part is sealed')).toBeVisible();
  await expect(panel.getByRole('radio')).toHaveCount(0);

  await tab(page, 'Results').click();
  await map(page).getByRole('button', { name: 'Draw the map' }).click();
  const points = map(page).getByRole('application');
  await expect(points).toHaveAccessibleName(/^96 images as points/, { timeout: 30_000 });
  for (const key of ['ArrowLeft', 'ArrowRight', '+', '+', '+', '+', '+', '+', '+', '+', 'Enter'])
    await points.press(key);
  const chosen = map(page).getByRole('status');
  await expect(chosen).toHaveText(/^\d+ images?, \d+ wrong\.$/);
  const count = Number.parseInt((await chosen.textContent())!, 10);
  await map(page).getByRole('button', { name: 'As a table' }).click();
  await expect(map(page).getByRole('row')).toHaveCount(5);
  expect(await seriousFaults(page), 'map').toEqual([]);
  await map(page).getByText('UMAP', { exact: true }).click();
  await expect(map(page).getByText('neighbours stay together')).toBeVisible({ timeout: 30_000 });
  await map(page).getByText('PCA', { exact: true }).click();
  for (const key of ['ArrowLeft', 'ArrowRight', '+', '+', '+', '+', '+', '+', '+', '+', 'Enter'])
    await points.press(key);
  await map(page).getByRole('button', { name: 'See them', exact: true }).first().click();
  await expect(gallery(page).getByRole('heading', { name: 'Images from the feature map' })).toBeVisible();
  await expect(gallery(page).getByRole('status')).toHaveText(`${count} images`);

  // With the colours of the system, and enlarged: nothing is hidden, and nothing scrolls sideways.
  await page.emulateMedia({ forcedColors: 'active' });
  await page.setViewportSize({ width: 640, height: 400 });
  for (const name of ['Data', 'Results', 'Train']) {
    await tab(page, name).click();
    await expect(
      name === 'Results' ? points : page.getByRole('radio', { name: 'opacity' }).first(),
    ).toBeVisible();
    // Axe reads the colours of the page, in place of which the system's are drawn.
    expect(
      await seriousFaults(page, { withoutRule: 'color-contrast' }),
      `${name}, forced colours at 200 %`,
    ).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), name).toBe(false);
  }
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.emulateMedia({ forcedColors: 'none' });
  await tab(page, 'Data').click();

  // Weights that made room for others are said to be gone, with the way out.
  await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    await root.removeEntry('run-weights', { recursive: true });
  });
  await page.reload();
  await ready(page);
  await expect(gallery(page).getByText(/are not kept in this browser any more/)).toBeVisible();
  await tab(page, 'Results').click();
  await expect(map(page).getByText(/Train its recipe again/)).toBeVisible();
});

const COUNTS = { train: 40, val: 16, test: 16 };
const SETS = {
  volumes: {
    ...{ set: { counts: COUNTS, imageShape: [12, 12, 12], classes: 2 }, recipe: {} },
    ...{ cells: 4, kind: 'class', answer: /^Of 100 pairs, one class 0 and one class 1, / },
  },
  'several classes': {
    ...{ set: { counts: COUNTS, imageShape: [16, 16, 3], classes: 4 }, recipe: {} },
    ...{ cells: 16, kind: 'class', answer: /on average over the 4 classes: AUC 0\.\d{3}, 95 % interval/ },
  },
  'several labels': {
    set: { counts: COUNTS, imageShape: [16, 16], classes: 3, multiLabel: true },
    recipe: { loss: { name: 'bce' } },
    ...{ cells: 4, kind: 'label', answer: /on average over the 3 labels: AUC 0\.\d{3}, 95 % interval/ },
  },
} as const;

/** The whole page of results, and the images behind one of its figures. */
async function expectResults(
  page: Page,
  { set, cells, kind, answer }: (typeof SETS)[keyof typeof SETS],
): Promise<void> {
  const region = (name: string) => page.getByRole('region', { name, exact: true });
  await expect(region('Answer')).toContainText(answer);
  // The test part is opened where its figures would stand, for this set alone.
  await region('Answer').getByRole('button', { name: 'Open the test part' }).click();
  await expect(region('Answer')).toContainText(/On the 16 test images: AUC [01]\.\d{3}, 95 % interval/);
  await expect(region('Scores').getByRole('row', { name: /^test/ })).toContainText(/\d – [01]\.\d{3}/);
  if (set.classes > 2) await page.getByLabel(/^(Class|Label) that is looked at$/).selectOption('1');
  await region('Threshold').getByText('Youden', { exact: true }).click();
  await expect(region('Threshold').getByRole('row', { name: /^sensitivity/ })).toContainText(/\d – [01]\.\d/);
  const counts = region('Confusion matrix').locator('[data-cell]');
  await expect(counts).toHaveCount(cells);
  await expect
    .poll(async () => (await counts.allTextContents()).reduce((sum, text) => sum + Number(text), 0))
    .toBe(16);
  const each = region(`Each ${kind} by itself`);
  await expect(each.getByRole('row')).toHaveCount(set.classes + 2);
  await expect(region('Calibration')).toContainText(
    /The temperature that fits val best|no temperature fits best/,
  );
  await each.getByRole('button', { name: `${kind} 1`, exact: true }).click();
  await expect(gallery(page).getByRole('heading', { name: `${kind} 1` })).toBeFocused();
  await expect(gallery(page).getByRole('status')).toHaveText(/^\d+ images?$/);
  await gallery(page).getByRole('button', { name: 'All images' }).click();
  await gallery(page).getByText('training', { exact: true }).click();
}

test('so it is with volumes, several classes and several labels; results and the images behind them, too', async ({
  page,
}) => {
  for (const [name, kind] of Object.entries(SETS)) {
    const { set, recipe } = kind;
    await test.step(name, async () => {
      await openLab(page, linkTo({ ...TINY, ...recipe }, 'data'));
      await page
        .getByLabel('Choose a file')
        .setInputFiles({ name: `${name}.npz`, mimeType: '', buffer: Buffer.from(syntheticNpz(set)) });
      await expect(gallery(page).getByRole('status')).toHaveText('40 images', { timeout: 20_000 });
      await tab(page, 'Train').click();
      await trainToEnd(page);
      await tab(page, 'Data').click();
      const panel = gallery(page).getByRole('complementary', { name: 'Chosen image' });
      const toggle = panel.getByRole('button', { name: 'What the model sees' });
      await expect(toggle).toBeVisible();
      if ((await toggle.getAttribute('aria-expanded')) === 'false') await toggle.click();
      await expectAllTold(panel);
      const scores = panel.getByRole('group', { name: /^Score of each/ });
      await expect(scores.getByRole('radio')).toHaveCount(set.classes);
      await tab(page, 'Results').click();
      const start = map(page).getByRole('button', { name: 'Draw the map' });
      const points = map(page).getByRole('application');
      await expect(start.or(points)).toBeVisible();
      if (await start.isVisible()) await start.click();
      await expect(points).toHaveAccessibleName(/^56 images as points/, { timeout: 30_000 });
      await expectResults(page, kind);
    });
  }
});
