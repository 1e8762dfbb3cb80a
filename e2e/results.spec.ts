import type { Page } from '@playwright/test';
import { parseRecipe } from '../src/lab/recipe/parse.ts';
import { exampleEpoch, exampleRow } from '../src/storage/testing/example-row.ts';
import { faults } from './support/axe.ts';
import { keepTestsOpen, linkTo, openLab, ready, TINY, tab, trainToEnd } from './support/lab-page.ts';
import { LONG_MS, startTracing, stopTracingWithMarks } from './support/page-tasks.ts';
import { expect, test } from './support/test.ts';

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const cell = (page: Page, place: number) =>
  region(page, 'Confusion matrix').locator('[data-cell]').nth(place);
const numberIn = async (page: Page, place: number) => Number(await cell(page, place).textContent());

test('a threshold is chosen by hand and by rule, every figure follows, and a press shows the images', async ({
  page,
}) => {
  await openLab(page, linkTo(TINY));
  await trainToEnd(page);
  await keepTestsOpen(page);
  await tab(page, 'Results').click();
  await expect(region(page, 'Answer')).toContainText(
    /^Of 100 pairs, .* AUC \d\.\d{3}.* on 12 validation images/,
  );
  const sum = async () =>
    (await Promise.all([0, 1, 2, 3].map((place) => numberIn(page, place)))).reduce((a, b) => a + b);
  await expect.poll(sum).toBe(12);

  // By hand: at the left end everything is called opacity.
  const handle = page.getByRole('slider', { name: 'Threshold', exact: true });
  await handle.press('Home');
  await expect(cell(page, 0)).toHaveText('0');
  await expect(cell(page, 2)).toHaveText('0');
  const panel = region(page, 'Threshold');
  const chosen = (name: string) =>
    panel.getByRole('radiogroup', { name: 'How the threshold is chosen' }).getByLabel(name, { exact: true });
  await expect(chosen('by hand')).toBeChecked();
  await expect(panel.getByRole('row', { name: /^sensitivity/ })).toContainText('1.000');
  await page.reload();
  await expect(cell(page, 0)).toHaveText('0');
  await expect(chosen('by hand')).toBeChecked();

  // On the curve, by key.
  const point = page.getByRole('slider', { name: 'Threshold on the curve of ROC' });
  await point.press('Home');
  await expect(cell(page, 1)).toHaveText('0');
  await expect(cell(page, 3)).toHaveText('0');

  // Each change is a step that can be taken back, a drag as one.
  const undo = panel.getByRole('button', { name: 'Undo the last change of the threshold' });
  const now = await panel.getByRole('heading').textContent();
  await panel.getByText('Youden').click();
  await expect(panel.getByRole('heading')).not.toHaveText(now!);
  await undo.click();
  await expect(chosen('by hand')).toBeChecked();
  await expect(panel.getByRole('heading')).toHaveText(now!);

  // By rule: on val at least as many are found as wanted; on test it is a pitfall, and marked.
  await panel.getByText('sensitivity at least').click();
  await expect(cell(page, 2)).toHaveText('0');
  await panel.getByLabel('Choose it on test (a pitfall)').check();
  await expect(panel.getByRole('status')).toContainText('Chosen on the test images');
  await panel.getByLabel('Choose it on test (a pitfall)').uncheck();
  await expect(panel.getByRole('status')).toBeHidden();

  // Calibration: each group of images is told apart, and opens.
  const calibration = region(page, 'Calibration');
  await expect(calibration).toContainText('The temperature that fits val best is');
  await expect(calibration.getByRole('button', { name: /^Score 0\.\d{3}: .* came true$/ })).not.toHaveCount(
    0,
  );

  // A press on a figure opens its images, and those only.
  const found = await numberIn(page, 3);
  const name = await cell(page, 3).getAttribute('aria-label');
  expect(name).toBe(`${found} images of opacity called opacity`);
  await cell(page, 3).click();
  const gallery = page.getByRole('region', { name: 'Gallery' });
  await expect(gallery.getByRole('status')).toHaveText(new RegExp(`^${found} image`));
  await expect(gallery.getByRole('heading', { name: 'opacity, called so' })).toBeFocused();
  await expect(gallery.getByLabel('Order', { exact: true })).toHaveValue('given');
  // Right and wrong follow the threshold: all of these are right.
  await gallery.getByLabel('Right or wrong').selectOption('right');
  await expect(gallery.getByRole('status')).toHaveText(new RegExp(`^${found} image`));
  await page.reload();
  await expect(gallery.getByRole('status')).toHaveText(new RegExp(`^${found} image`));
  expect(await faults(page, { within: 'section[aria-label="Gallery"]' })).toEqual([]);
  await gallery.getByRole('button', { name: 'Back to Results' }).click();
  await region(page, 'Each class by itself').getByRole('button', { name: 'clear' }).click();
  await expect(gallery.getByRole('heading', { name: 'clear' })).toBeVisible();
  await gallery.getByRole('button', { name: 'All images' }).click();
  await expect(gallery.getByRole('status')).toHaveText('12 images');

  // One press trains the small networks; each is a line of its own, below the run that is looked at.
  await tab(page, 'Results').click();
  const scores = region(page, 'Scores');
  const press = scores.getByRole('button', { name: 'Train a small CNN and a linear model' });
  await press.click();
  await expect(scores.getByRole('row', { name: /^(small CNN|linear model), val/ })).toHaveCount(2, {
    timeout: 45_000,
  });
  await expect(press).toBeHidden();
});

/** Validation images of the large run, and their classes. */
const [IMAGES, CLASSES] = [10_000, 8];

/** From the press on the tab to the first figure, at most. */
const FIRST_FIGURE_MS = 300;

/** Marks in the trace when the tab is pressed, and when the first figure stands on the page. */
async function markUntilFirstFigure(page: Page): Promise<void> {
  await page.evaluate(() => {
    addEventListener('pointerdown', () => performance.mark('pressed'), { once: true, capture: true });
    const watch = new MutationObserver(() => {
      const figure = document.querySelector('section[aria-label="Separation"]');
      if (!figure?.getBoundingClientRect().height) return;
      performance.mark('first figure');
      watch.disconnect();
    });
    watch.observe(document.body, { childList: true, subtree: true });
  });
}

/** A finished run whose scores lean towards the labels, as training would have stored it. */
async function storeLargeRun(page: Page, multiLabel: boolean): Promise<void> {
  const classNames = Array.from({ length: CLASSES }, (_, label) => `a class with a long name ${label}`);
  const each = classNames.map(() => IMAGES / CLASSES);
  const plain = exampleRow({ id: 'large0000000', recipe: parseRecipe({ seed: 1 }), epochsDone: 3 });
  const row = {
    ...plain,
    dataset: {
      ...plain.dataset,
      task: multiLabel ? 'multi-label' : 'multi-class',
      classNames,
      counts: { train: IMAGES, val: IMAGES, test: IMAGES },
      classCounts: { train: each, val: each, test: each },
    },
  };
  await page.evaluate(
    async ({ stored, epoch, images, classes, isMulti }) => {
      const open = indexedDB.open('medmnist-lab-runs');
      const database = await new Promise<IDBDatabase>((resolve) => {
        open.onsuccess = () => resolve(open.result);
      });
      const transaction = database.transaction(['rows', 'series', 'predictions'], 'readwrite');
      const held = (image: number, label: number) =>
        isMulti ? (image * (label + 3)) % 7 < 2 : image % classes === label;
      const labels = isMulti
        ? Uint8Array.from({ length: images * classes }, (_, at) =>
            Number(held(Math.floor(at / classes), at % classes)),
          )
        : Uint8Array.from({ length: images }, (_, image) => image % classes);
      const logits = Float32Array.from({ length: images * classes }, (_, at) => {
        const own = held(Math.floor(at / classes), at % classes);
        return Number(own) + (((at + 1) * 7919) % 1009) / 300 - 2;
      });
      const part = { logits, activation: isMulti ? 'sigmoid' : 'softmax', labels, outputs: classes };
      transaction.objectStore('rows').put(stored);
      transaction.objectStore('series').put({ run: stored.id, part: 0, stepLosses: [1], epochs: [epoch] });
      transaction.objectStore('predictions').put({ val: part, ranking: part, test: part }, stored.id);
      await new Promise<void>((resolve) => {
        transaction.oncomplete = () => resolve();
      });
      database.close();
    },
    { stored: row, epoch: exampleEpoch(1, 0.8), images: IMAGES, classes: CLASSES, isMulti: multiLabel },
  );
}

test('the results of 10,000 images open, and follow a threshold, without a task of 50 ms', async ({
  page,
  browser,
}) => {
  await openLab(page);
  await keepTestsOpen(page);
  for (const multiLabel of [false, true]) {
    await storeLargeRun(page, multiLabel);
    await page.reload();
    await ready(page);
    // The code of the tab is there: what is measured is the page's work.
    await tab(page, 'Study').click();
    await tab(page, 'Results').hover();
    await page.waitForTimeout(1500);
    await markUntilFirstFigure(page);
    await startTracing(browser, page);
    await tab(page, 'Results').click();
    await expect(region(page, 'Separation')).toBeVisible();
    await expect(page.locator('path[data-band]')).toHaveCount(2, { timeout: 30_000 });
    await expect(region(page, 'Answer')).toContainText('95 % interval');
    const handle = page.getByRole('slider', { name: 'Threshold', exact: true });
    if (!multiLabel) await region(page, 'Threshold').getByText('by hand').click();
    await handle.focus();
    for (let step = 0; step < 30; step++) await page.keyboard.press('ArrowRight');
    await page.waitForTimeout(400);
    const { tasks, marks } = await stopTracingWithMarks(browser);
    const [pressed, shown] = [marks.get('pressed')!, marks.get('first figure')!];
    // By the processor's time, all that the page's thread did from the press to the figure, whatever it was for.
    const first = tasks.reduce(
      (sum, { from, wall, processor }) => (from + wall > pressed && from <= shown ? sum + processor : sum),
      0,
    );
    const longest = Math.max(...tasks.map(({ processor }) => processor));
    test.info().annotations.push({
      type: 'page thread',
      description: `${multiLabel ? 'labels' : 'classes'}: longest task ${longest.toFixed(0)} ms, first figure after ${first.toFixed(0)} ms of processor time, ${(shown - pressed).toFixed(0)} ms by the clock`,
    });
    expect(tasks.filter(({ processor }) => processor >= LONG_MS)).toEqual([]);
    expect(first).toBeLessThan(FIRST_FIGURE_MS);
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await faults(page, { within: 'main' })).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(wide).toBe(false);
    await page.setViewportSize({ width: 1280, height: 720 });
  }
});
