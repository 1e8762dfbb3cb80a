import { faults } from './support/axe.ts';
import { linkTo, openLab, runRows, TINY, tab, trainButton } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

test('the document, the place to drop files, a choice in a menu and a run are told by their whole names, by keyboard', async ({
  page,
}) => {
  await openLab(page, linkTo({ ...TINY, epochs: 400 }));
  await expect(page).toHaveTitle('Train · MedMNIST lab');
  await page.evaluate(() => {
    document.documentElement.dataset.titles = '0';
    new MutationObserver(() => {
      document.documentElement.dataset.titles = String(1 + Number(document.documentElement.dataset.titles));
    }).observe(document.querySelector('title')!, { childList: true, characterData: true, subtree: true });
  });
  await trainButton(page).click();
  await expect(page).toHaveTitle(/^epoch \d+ of 400 · Train · MedMNIST lab$/);
  // More than ten epochs later it was told a few times: some screen readers read each change.
  await expect(runRows(page).first()).toContainText(/[1-9]\d+\/400/, { timeout: 60_000 });
  expect(Number(await page.locator('html').getAttribute('data-titles'))).toBeLessThan(8);
  await tab(page, 'Data').click();
  await expect(page).toHaveTitle(/^epoch \d+ of 400 · Data · MedMNIST lab$/);
  await page.keyboard.press('Control+.');
  await expect(page).toHaveTitle('Data · MedMNIST lab');

  const files = page.getByRole('button', { name: 'Drop your images here, or press to choose files' });
  await expect(files).toHaveAccessibleDescription(/^A folder or a zip of images/);
  for (const key of ['Enter', 'Space']) {
    const chooser = page.waitForEvent('filechooser');
    await files.press(key);
    await chooser;
  }
  expect(await faults(page, { within: '#main .mantine-Dropzone-root' })).toEqual([]);

  const theme = page.getByRole('button', { name: 'Theme' });
  await theme.press('Enter');
  await expect(page.getByRole('menuitemradio', { checked: true })).toHaveText('As the system');
  expect(await faults(page, { within: '[role="menu"]' })).toEqual([]);
  await page.getByRole('menuitemradio', { name: 'Dark' }).press('Enter');
  await theme.press('Enter');
  await expect(page.getByRole('menuitemradio', { checked: true })).toHaveText('Dark');
  await page.keyboard.press('Escape');

  // On a phone the list cuts a name off, and there is no pointer that it would show its whole to.
  await page.setViewportSize({ width: 390, height: 844 });
  const more = runRows(page)
    .first()
    .getByRole('button', { name: /^More about/ });
  const name = (await more.getAttribute('aria-label'))!.slice('More about '.length);
  await more.press('Enter');
  const whole = page.getByRole('menu').getByText(name, { exact: true });
  await expect(whole).toBeInViewport({ ratio: 1 });
  expect(await whole.evaluate((words) => words.scrollWidth - words.clientWidth)).toBe(0);
});
