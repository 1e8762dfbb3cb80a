import type { Locator } from '@playwright/test';
import { seriousFaults } from './support/axe.ts';
import { linkTo, openLab, runRows, TINY, tab, trainButton } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

const menuOf = (row: Locator) => row.getByRole('button', { name: /^More about/ });

test('what closes gives the focus back: run menu, renaming, help, command box, undo', async ({ page }) => {
  await openLab(page, linkTo(TINY));
  await trainButton(page).focus();
  await page.keyboard.press('Enter');
  await expect(runRows(page)).toHaveCount(1);
  // Either, and for a moment both: a run may be over before it is looked at.
  const pause = page.getByRole('button', { name: 'Pause' });
  await expect(pause.or(runRows(page).first().getByText('2/2')).first()).toBeVisible({ timeout: 45_000 });
  await expect(trainButton(page)).toBeEnabled({ timeout: 45_000 });
  // Not Train: a Space that was meant for Pause would start another run.
  await expect(
    page.getByRole('region', { name: 'Transport' }),
    'after a run that ended by itself',
  ).toBeFocused();

  const more = menuOf(runRows(page).first());
  for (const opening of ['first', 'second']) {
    await more.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menuitem').first(), opening).toBeFocused();
    if (opening === 'first') expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    await expect(more, opening).toBeFocused();
    await expect(page.getByRole('menu')).toBeHidden();
  }

  for (const [key, name] of [
    ['Enter', 'Mine'],
    ['Escape', 'Mine'],
  ] as const) {
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await expect(page.getByLabel('Name of the run')).toBeFocused();
    await page.keyboard.type(key === 'Enter' ? name : 'Not this');
    await page.keyboard.press(key);
    await expect(runRows(page).first()).toContainText(name);
    await expect(more, key).toBeFocused();
  }

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(more, 'after help').toBeFocused();
  await page.keyboard.press('Control+k');
  await expect(page.getByPlaceholder('Find a command or a word…')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(more, 'after the command box').toBeFocused();

  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Undo', exact: true }).last().focus();
  await page.keyboard.press('Enter');
  await expect(runRows(page)).toHaveCount(1);
  await expect(more, 'after undo').toBeFocused();

  await tab(page, 'Study').click();
  await page.getByRole('button', { name: 'Plan a study' }).click();
  await expect(page.getByRole('region', { name: 'Plan of the study' })).toBeFocused();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'Plan a study' }), 'after a plan').toBeFocused();

  // The hidden place to drop files is no stop.
  expect(await page.locator('body > [data-portal] .mantine-Dropzone-root[tabindex="0"]').count()).toBe(0);
});

test('a step is told, its images scroll by keyboard, and a run that was stopped is not called cut off', async ({
  page,
}) => {
  await openLab(page, linkTo({ ...TINY, epochs: 400 }));
  const transport = page.getByRole('region', { name: 'Transport' });
  await trainButton(page).click();
  await expect(runRows(page).first()).toContainText(/[1-9]\d*\/400/);
  await transport.getByRole('button', { name: 'Pause' }).click();
  await transport.getByRole('button', { name: 'Step one batch' }).click();
  await expect(transport.getByRole('status')).toContainText(/one batch stepped: step \d+/);
  const images = page.getByRole('list', { name: 'Images of the batch' });
  await images.focus();
  await expect(images).toBeFocused();
  await transport.getByRole('button', { name: 'Stop' }).click();
  await expect(transport).toContainText('The last run was stopped');
});

for (const viewport of [
  { width: 720, height: 450 },
  { width: 390, height: 844 },
]) {
  test(`nothing hides what is focused at ${viewport.width} px`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await openLab(page, linkTo(TINY));
    await page.getByRole('button', { name: /^Recipe/ }).click();
    // A notice that stays.
    await page.evaluate(() => location.assign(`${location.hash.split('?')[0]}?recipe=none`));
    await expect(page.getByRole('alert')).toBeVisible();
    const hidden: string[] = [];
    for (const key of ['Tab', 'Shift+Tab']) {
      for (let press = 0; press < 45; press++) {
        await page.keyboard.press(key);
        const found = await page.evaluate(async () => {
          // A notice goes out of the way in the next frame.
          await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
          const focused = document.activeElement!;
          // A choice of a row has no size of its own.
          const label = focused instanceof HTMLInputElement && focused.labels?.[0];
          const seen = label && focused.offsetHeight === 0 ? label : focused;
          const { left, top, width, height } = seen.getBoundingClientRect();
          const notice = document.querySelector('[role="alert"]')!;
          const box = notice.getBoundingClientRect();
          const isUnder =
            left < box.right && box.left < left + width && top < box.bottom && box.top < top + height;
          if (isUnder && focused !== document.body && !notice.contains(focused)) {
            return `under the notice: ${focused.outerHTML.slice(0, 160)}`;
          }
          if (focused === document.body || focused.closest('header, [aria-label="Transport"]')) return null;
          // Taller than what is free: its beginning or its end is in sight.
          if (height > 200) return null;
          const over = document.elementFromPoint(left + width / 2, top + height / 2);
          const bar = over?.closest('header, section[aria-label="Recipe"] > div:last-child');
          const isHidden = !over || (bar && !bar.contains(focused));
          return isHidden ? focused.outerHTML.slice(0, 160) : null;
        });
        if (found) hidden.push(`${key}: ${found}`);
      }
    }
    expect(hidden).toEqual([]);
    // On a low window the header goes with the page.
    if (viewport.height < 560) return;
    await page.evaluate(() => scrollTo(0, 300));
    await page.getByRole('button', { name: 'Theme' }).focus();
    expect(await page.evaluate(() => scrollY), 'the header needs no scrolling').toBe(300);
  });
}

test('in forced colours swatches, bars, switches and the chosen tab are seen', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await openLab(page, linkTo({ ...TINY, balance: { name: 'upsample' } }, 'data'));
  const styleOf = (place: Locator, name: string) =>
    place.evaluate((element, wanted) => getComputedStyle(element).getPropertyValue(wanted), name);
  const other = tab(page, 'Train');
  const chosen = tab(page, 'Data');
  expect(await styleOf(chosen, 'border-bottom-width')).not.toBe(await styleOf(other, 'border-bottom-width'));
  const bar = page.getByRole('list', { name: /before and after balancing/ }).locator('[style*="width"]');
  expect(await styleOf(bar.first(), 'forced-color-adjust')).toBe('none');
  expect(await styleOf(bar.first(), 'background-color')).not.toBe(
    await styleOf(bar.last(), 'background-color'),
  );
  const swatch = page.locator('main [class*="swatch"][style*="background"]').first();
  expect(await styleOf(swatch, 'forced-color-adjust')).toBe('none');
  const track = page.locator('.mantine-Switch-track').first();
  expect(await styleOf(track, 'border-top-style')).toBe('solid');
  expect(await styleOf(track, 'border-top-width')).toBe('1px');
});
