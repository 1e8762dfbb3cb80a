import type { Page } from '@playwright/test';
import { studyToLink } from '../src/lab/study/link.ts';
import { parseStudy } from '../src/lab/study/study.ts';
import { linkTo, openLab, runRows, TINY, tab, trainToEnd } from './support/lab-page.ts';
import { lessonColumn, press } from './support/lesson-walk.ts';
import { expect, test } from './support/test.ts';

/** 1440 × 900 at 200 %. */
test.use({ viewport: { width: 720, height: 450 } });

/** How often Tab is pressed from a tab to the end of what that tab shows. */
async function stopsOf(page: Page, name: string): Promise<number> {
  const isLeft = () => document.activeElement!.closest('aside[aria-label="All runs"]') !== null;
  await tab(page, name).focus();
  for (let stops = 0; stops < 200; stops++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(isLeft)) return stops;
  }
  throw new Error(`Tab never leaves ${name}.`);
}

/** Pixels that the list of images ends above what is said of the chosen one, where that stands beside it. */
function darkStretch(): number {
  const list = document.querySelector('[role="listbox"][aria-label="Images"]')!.getBoundingClientRect();
  const edits = document.querySelector('[aria-label="Edit"]')!.getBoundingClientRect();
  return edits.top > list.bottom ? 0 : edits.bottom - list.bottom;
}

test('Results and Data are a few stops, walked by arrows, and a run that is ticked stays where it was pressed', async ({
  page,
}) => {
  await openLab(page, linkTo(TINY));
  await trainToEnd(page);
  await tab(page, 'Results').click();
  const matrix = page.getByRole('table', { name: 'Confusion matrix' });
  await expect(matrix).toBeVisible();
  await expect(page.getByRole('button', { name: 'Stress the model' })).toBeVisible();
  expect(await stopsOf(page, 'Results')).toBeLessThan(50);
  const cells = matrix.getByRole('button');
  await cells.first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(cells.nth(2)).toBeFocused();
  await page.keyboard.press('End');
  await expect(cells.last()).toBeFocused();
  const points = page.getByRole('region', { name: 'Calibration' }).getByRole('button', { name: /^Score 0/ });
  await points.first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(points.nth(1)).toBeFocused();

  await tab(page, 'Data').click();
  await expect(page.getByRole('button', { name: 'Fetch PathMNIST' })).toBeVisible();
  expect(await stopsOf(page, 'Data')).toBeLessThan(45);
  await page.getByRole('button', { name: 'Fetch PathMNIST' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('button', { name: 'Fetch ChestMNIST' })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByLabel('Size of ChestMNIST')).toBeFocused();

  // The list of images ends where what is said beside it ends, or that lies below: no dark stretch is left.
  for (const viewport of [
    { width: 720, height: 450 },
    { width: 1440, height: 900 },
    { width: 720, height: 450 },
  ]) {
    await page.setViewportSize(viewport);
    await expect.poll(() => page.evaluate(darkStretch), `${viewport.width} px`).toBeLessThan(36);
  }

  for (const seed of [2, 3]) {
    await page.evaluate((recipe) => window.lab!.train(recipe), { ...TINY, seed });
    await expect(runRows(page).first()).toContainText('2/2', { timeout: 45_000 });
    await expect(runRows(page)).toHaveCount(seed);
  }
  await tab(page, 'Compare').click();
  // As in Safari, which keeps nothing in its place by itself.
  await page.evaluate(() => document.documentElement.style.setProperty('overflow-anchor', 'none'));
  const boxes = runRows(page).getByRole('checkbox');
  for (const box of (await boxes.all()).reverse()) {
    if (await box.isChecked()) await box.press('Space');
  }
  await expect(page.getByRole('main')).toContainText('will be laid over each other here');
  for (const [place, what] of [
    [2, 'one is drawn'],
    [1, 'two are compared'],
    [0, 'three'],
    [1, 'two again'],
  ] as const) {
    const box = boxes.nth(place);
    await box.focus();
    const before = (await box.boundingBox())!;
    await page.keyboard.press('Space');
    await page.waitForTimeout(2000);
    await expect(box).toBeFocused();
    expect(Math.abs((await box.boundingBox())!.y - before.y), what).toBeLessThan(3);
  }
});

test('a lesson points at the handle itself, its chip covers nothing, and L leads to the answer', async ({
  page,
}) => {
  await openLab(page, '/#/train?lesson=accuracy');
  const column = lessonColumn(page);
  await press(page, column.getByRole('button', { name: 'Begin' }));
  await press(page, column.getByRole('button', { name: 'Skip this step' }));
  await press(page, column.getByRole('radio', { name: 'hardly any' }), 'Space');
  await press(page, column.getByRole('button', { name: 'Keep my guess' }));
  await press(page, column.getByRole('button', { name: 'Show me the Train button' }));
  await page.keyboard.press('Control+Enter');
  const answer = column.getByText(/Accuracy counts every film alike/);
  await expect(answer).toBeAttached({ timeout: 60_000 });
  await page.keyboard.press('1');
  const chip = page.getByRole('button', { name: 'Back to the lesson' });
  for (const name of ['Train', 'Data']) {
    await tab(page, name).click();
    await expect(page.getByRole('main').getByRole('slider').first()).toBeVisible();
    await page.getByRole('region', { name: 'Runs' }).scrollIntoViewIfNeeded();
    await expect(chip).toBeInViewport();
    const under = await chip.evaluate((button) => {
      const { left, top, width, height } = button.getBoundingClientRect();
      const all = document.elementsFromPoint(left + width / 2, top + height / 2);
      const bar = button.closest('section[aria-label="Recipe"] > div');
      // What has a ground of its own stands above the page, and all of the bar's room is kept at the page's end.
      return bar !== null && all.some((part) => part === bar);
    });
    expect(under, 'in the bar of Train').toBe(true);
    const [box, train] = [
      (await chip.boundingBox())!,
      (await page.getByRole('region', { name: 'Transport' }).boundingBox())!,
    ];
    expect(box.x + box.width <= train.x || box.y + box.height <= train.y).toBe(true);
  }
  await page.keyboard.press('l');
  await expect(answer).toBeInViewport();
  await expect(column.locator('[data-lesson-answer]')).toBeFocused();

  await press(page, column.getByRole('button', { name: 'Next' }));
  await press(page, column.getByRole('button', { name: 'Show me the threshold' }));
  const handle = page.getByRole('main').getByRole('slider', { name: 'Threshold', exact: true });
  await expect(handle).toBeFocused();
  await expect(handle).toBeInViewport({ ratio: 1 });
  await expect(handle).toHaveCSS('outline-style', 'dashed');
});

test('a study tells how far it is now and then, and in the end what it says', async ({ page }) => {
  const { dataset, ...recipe } = TINY;
  const study = parseStudy({
    name: 'Small',
    base: { ...recipe, dataset },
    factors: [{ subsets: ['flip', 'normalise'] }],
    seeds: [1, 2],
  });
  await openLab(page, `/#/study?plan=${studyToLink(study)}`);
  await page.evaluate(() => {
    const told: string[] = [];
    Object.assign(window, { told });
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        const region = element?.closest('[role="status"], [aria-live="polite"]');
        if (region?.textContent && region.textContent !== told.at(-1)) told.push(region.textContent);
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  await page.getByRole('button', { name: /^Train \d+ runs$/ }).click();
  await expect(page.locator('[data-runs-done]')).toContainText('8 of 8 runs · done', { timeout: 90_000 });
  const told = () => page.evaluate(() => (window as unknown as { told: string[] }).told);
  await expect.poll(async () => (await told()).at(-1)).toMatch(/^Study done: Small, 8 of 8 runs\. \S.+/);
  // The beginning, half a minute or two, and the end.
  expect((await told()).length, (await told()).join('\n')).toBeLessThanOrEqual(6);
});
