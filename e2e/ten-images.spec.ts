import { faults } from './support/axe.ts';
import { linkTo, openLab, ready, TINY, tab, trainButton } from './support/lab-page.ts';
import { press } from './support/lesson-walk.ts';
import { expect, test } from './support/test.ts';

test('ten images are sorted by keyboard before a model is, and stand beside its scores from then on', async ({
  page,
}) => {
  await openLab(page, linkTo(TINY, 'data'));
  const section = page.getByRole('region', { name: 'Before the machine, you' });
  await press(page, section.getByRole('button', { name: 'Sort ten images' }));
  const clear = section.getByRole('button', { name: 'clear', exact: true });
  await clear.focus();
  for (let image = 1; image <= 4; image++) {
    await expect(section.getByText(`Image ${image} of 10: what is it?`)).toBeVisible();
    await page.keyboard.press('Enter');
  }
  // What was said is kept at once.
  await page.reload();
  await ready(page);
  await expect(section.getByText('Image 5 of 10: what is it?')).toBeVisible();
  expect(await faults(page, { within: 'section[aria-label="Before the machine, you"]' })).toEqual([]);
  await clear.focus();
  for (let image = 5; image <= 10; image++) await page.keyboard.press('Enter');
  await expect(section.getByRole('status')).toHaveText(
    /^You gave \d+ of 10 images the class of their label\.$/,
  );
  const sorted = section.getByRole('list', { name: 'The ten images' }).getByRole('listitem');
  await expect(sorted).toHaveCount(10);
  // All were called clear: what is something else says that it is.
  await expect(sorted.filter({ hasText: /^✓ clear$|^✗ it is opacity$/ })).toHaveCount(10);

  await trainButton(page).click();
  const beside = page.getByText(
    /^Of the 10 images that you sorted you got \d+ right, and the model of run A \(.+\) \d+\./,
  );
  await expect(beside).toBeVisible({ timeout: 45_000 });
  expect(await faults(page, { within: 'section[aria-label="Before the machine, you"]' })).toEqual([]);
  await tab(page, 'Results').click();
  await expect(page.getByRole('region', { name: 'Scores', exact: true })).toContainText(
    /Of the 10 images that you sorted you got \d+ right/,
  );
});
