import { faults } from './support/axe.ts';
import { openLab, TINY, tab, trainedRecord } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

test('ticked runs are put under stress, in one picture with a table, kept for the next visit', async ({
  page,
}) => {
  await openLab(page);
  await trainedRecord(page, TINY);
  await trainedRecord(page, { ...TINY, augment: { noise: {} } });
  await tab(page, 'Compare').click();
  const section = page.getByRole('region', { name: 'Under stress' });
  await section.getByRole('button', { name: 'Stress 2 models' }).click();
  const pictures = section.getByRole('img', { name: /AUC as it is, and at severity 5/ });
  await expect(pictures).toHaveCount(9, { timeout: 45_000 });
  await expect(section.locator('[data-verdict]')).toContainText('Too early to say');
  await expect(section.getByRole('button', { name: /^Stress/ })).toBeHidden();
  await section.getByRole('button', { name: 'The figures' }).click();
  await expect(section.getByRole('row')).toHaveCount(12);
  const means = await section.getByRole('row', { name: /^all stresses/ }).textContent();
  expect(await faults(page, { within: 'section[aria-label="Under stress"]' })).toEqual([]);

  // What was worked out is kept by run: after a reload it is shown without a press, and in Results too.
  await page.reload();
  await expect(pictures).toHaveCount(9);
  await section.getByRole('button', { name: 'The figures' }).click();
  await expect(section.getByRole('row', { name: /^all stresses/ })).toHaveText(means!);
  await tab(page, 'Results').click();
  await expect(pictures).toHaveCount(9);
});
