import type { Locator, Page } from '@playwright/test';
import { linkTo, openLab, TINY, trainButton } from './support/lab-page.ts';
import { LONG_MS, startTracing, stopTracing } from './support/page-tasks.ts';
import { expect, test } from './support/test.ts';

const form = (page: Page) => page.getByRole('region', { name: 'Recipe', exact: true });
const picture = (page: Page) => form(page).getByRole('img', { name: /^A training image/ });

/** What the canvas of the augmented image shows. */
function shown(page: Page): Promise<string> {
  return picture(page)
    .locator('canvas')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
}

function settings(page: Page, of: string): Locator {
  return form(page).getByRole('group', { name: of });
}

test('the recipe is seen on an image of the set: tiles, draws, difference, divider, in 2D and 3D', async ({
  page,
  browser,
}) => {
  await openLab(page, linkTo(TINY));
  const original = await shown(page);
  // Nothing is changed: there are no two to compare.
  const divider = form(page).getByRole('slider', { name: /^Divider/ });
  await expect(divider).toHaveCount(0);

  // A tile turns its augmentation on, and its settings open below; the picture follows the slider.
  await form(page).getByRole('checkbox', { name: 'Gaussian noise' }).check();
  await expect.poll(() => shown(page)).not.toBe(original);
  await divider.focus();
  await page.keyboard.press('End');
  await expect(divider).toHaveAttribute('aria-valuetext', '100 % original');
  const box = (await picture(page).boundingBox())!;
  expect([box.width, box.height]).toEqual([150, 150]);
  await page.mouse.move(box.x + 140, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + 30, box.y + 60, { steps: 3 });
  await page.mouse.up();
  await expect(divider).toHaveAttribute('aria-valuenow', '20');
  const grain = settings(page, 'Gaussian noise').getByRole('slider', { name: 'σ' });
  const before = await shown(page);
  await grain.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => shown(page)).not.toBe(before);

  const draw = await shown(page);
  // While a run trains on all threads, too: pictures do not wait for its steps.
  await form(page).getByLabel('Epochs').fill('900');
  await trainButton(page).click();
  const transport = page.getByRole('region', { name: 'Transport' });
  await expect(transport.getByText(/step \d+\/\d+/)).toBeVisible();
  const untrained = await shown(page);
  await grain.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => shown(page), { intervals: [20] }).not.toBe(untrained);
  await expect(transport.getByRole('button', { name: 'Stop' })).toBeVisible();
  await transport.getByRole('button', { name: 'Stop' }).click();
  await expect(trainButton(page)).toBeEnabled();

  const draw1 = form(page).getByRole('radio', { name: 'Draw 1' });
  await draw1.focus();
  await page.keyboard.press('ArrowDown');
  await expect(form(page).getByRole('radio', { name: 'Draw 4' })).toBeChecked();
  await expect.poll(() => shown(page)).not.toBe(draw);
  await form(page).getByRole('button', { name: 'Show the difference' }).click();
  await expect(form(page).getByText(/Grey is unchanged; white is 0\.\d\d brighter/)).toBeVisible();

  await form(page).getByRole('checkbox', { name: 'Gaussian noise' }).uncheck();
  await expect(settings(page, 'Gaussian noise')).toBeHidden();
  await expect(form(page).getByText('This draw changes nothing.')).toBeVisible();

  // What goes into the network, before and after.
  await form(page).getByRole('radiogroup', { name: 'Normalise' }).getByText('mean 0, spread 1').click();
  await expect(form(page).getByText(/Mean 0\.\d\d → 0\.00, spread 0\.\d\d → 1\.00/)).toBeVisible();

  // Another address of the same page would load no other set.
  await page.goto('about:blank');
  await openLab(page, linkTo({ ...TINY, dataset: { kind: 'phantom', shape: 'nodule', images: 60 } }));
  const slice = form(page).getByRole('slider', { name: 'Slice' });
  await expect(slice).toHaveAttribute('aria-valuenow', '14');
  const middle = await shown(page);
  await slice.focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => shown(page)).not.toBe(middle);
  await form(page).getByRole('checkbox', { name: 'Random erasing' }).check();
  await expect(settings(page, 'Random erasing').getByRole('slider')).toHaveCount(2);
  // A volume follows a slider, and no task of the page's thread is long for it.
  const largest = settings(page, 'Random erasing').getByRole('slider', { name: 'Largest box' });
  await settings(page, 'Random erasing').getByRole('slider', { name: 'Probability' }).press('End');
  const covered = await shown(page);
  await startTracing(browser, page);
  for (let press = 0; press < 12; press++) await largest.press('ArrowRight');
  await expect.poll(() => shown(page)).not.toBe(covered);
  const tasks = await stopTracing(browser);
  expect(tasks.filter(({ processor }) => processor >= LONG_MS)).toEqual([]);
});

test('no class is named before its image is there', async ({ page, context }) => {
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await context.route('**/assets/pictures-*.js', async (route) => {
    await held;
    await route.continue();
  });
  await openLab(page, linkTo(TINY));
  await expect(form(page).getByRole('img', { name: 'A training image', exact: true })).toBeVisible();
  await expect(form(page).getByText(/Press a change below/)).toHaveCount(0);
  letGo();
  await expect(picture(page)).toHaveAccessibleName(/^A training image \((clear|opacity)\)/);
  await expect(form(page).getByText(/^(clear|opacity) · Press a change below/)).toBeVisible();
});
