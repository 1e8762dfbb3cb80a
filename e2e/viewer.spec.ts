import type { Locator, Page } from '@playwright/test';
import { faults } from './support/axe.ts';
import { linkTo, openLab } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

const VESSELS = { dataset: { kind: 'phantom', shape: 'vessel', images: 60 }, width: 2, epochs: 2 } as const;

const viewer = (page: Page) => page.getByRole('figure', { name: /^Volume: training image 0$/ });
const plane = (page: Page, name: string) => viewer(page).getByRole('slider', { name: `Through the ${name}` });

/** Pixels that a canvas shows, as one word that changes with them. */
const shown = (canvas: Locator) => canvas.evaluate((element) => (element as HTMLCanvasElement).toDataURL());

test('a volume is gone through by wheel, keys and drag, its planes together, and turns', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await openLab(page, linkTo(VESSELS, 'data'));
  const [slices, rows, columns] = [plane(page, 'slices'), plane(page, 'rows'), plane(page, 'columns')];
  await expect(slices).toBeVisible({ timeout: 20_000 });
  const at = async (plane: Locator) => Number(await plane.getAttribute('aria-valuenow'));
  await slices.press('Home');
  await slices.press('PageUp');
  await expect(slices).toHaveAttribute('aria-valuenow', '6');
  const row = await at(rows);

  await slices.scrollIntoViewIfNeeded();
  await slices.hover();
  const top = await page.evaluate(() => scrollY);
  await page.mouse.wheel(0, 100);
  await expect(slices).toHaveAttribute('aria-valuenow', '7');
  expect(await page.evaluate(() => scrollY)).toBe(top);
  await slices.press('PageDown');
  await expect(slices).toHaveAttribute('aria-valuenow', '2');
  await slices.press('Shift+ArrowDown');
  await expect(rows).toHaveAttribute('aria-valuenow', `${row + 1}`);

  // Where a plane is pressed, the other two go.
  const before = await shown(columns);
  const box = (await slices.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.26, box.y + box.height * 0.76, { steps: 3 });
  await page.mouse.up();
  await expect(columns).toHaveAttribute('aria-valuenow', '8');
  await expect(rows).toHaveAttribute('aria-valuenow', '22');
  await expect.poll(() => shown(columns)).not.toBe(before);

  const turned = viewer(page).getByRole('slider', { name: /turned about/ });
  await turned.scrollIntoViewIfNeeded();
  const first = await shown(turned);
  await expect.poll(() => shown(turned)).not.toBe(first);
  await viewer(page).getByRole('button', { name: 'Stop turning' }).click();
  const still = await shown(turned);
  await turned.press('ArrowRight');
  await expect.poll(() => shown(turned)).not.toBe(still);
  expect(await faults(page, { within: 'figure[aria-label^="Volume"]' })).toEqual([]);
  await viewer(page).getByText('brightest').click();
  await expect(viewer(page).getByRole('img', { name: /brightest voxel/ })).toBeVisible();
});

test('with reduced motion a volume turns by hand only', async ({ page }) => {
  await openLab(page, linkTo(VESSELS, 'data'));
  const turned = viewer(page).getByRole('slider', { name: /turned about/ });
  await expect(turned).toBeVisible({ timeout: 20_000 });
  await expect(viewer(page).getByRole('button', { name: 'Stop turning' })).toBeHidden();
  const first = await shown(turned);
  await page.waitForTimeout(400);
  expect(await shown(turned)).toBe(first);
  await turned.press('ArrowRight');
  await expect(turned).toHaveAttribute('aria-valuenow', '15');
  expect(await shown(turned)).not.toBe(first);
});
