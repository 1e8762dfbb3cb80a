import { npzBytes, syntheticArrays } from '../src/datasets/testing/synthetic-npz.ts';
import { faults } from './support/axe.ts';
import { openLab } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

/** A set in which a validation image is a training image paler, a test image another one to the last pixel. */
function leakyNpz(): Buffer {
  const counts = { train: 60, val: 12, test: 12 };
  const arrays = syntheticArrays({ counts, imageShape: [28, 28], classes: 2 });
  const image = (index: number) => arrays.train_images!.data.subarray(index * 784, (index + 1) * 784);
  arrays.val_images!.data.set(
    image(5).map((value) => 40 + value * 0.7),
    2 * 784,
  );
  arrays.test_images!.data.set(image(8), 3 * 784);
  return Buffer.from(npzBytes(arrays));
}

test('near duplicates are found, looked at pair by pair, and left out of the training part', async ({
  page,
}) => {
  await openLab(page, '/#/data');
  await page
    .getByLabel('Choose a file')
    .setInputFiles({ name: 'leaky.npz', mimeType: '', buffer: leakyNpz() });
  await expect(page.getByRole('button', { name: /^Data: leaky/ })).toBeVisible();
  const panel = page.getByRole('region', { name: 'Near duplicates' });
  await panel.getByRole('button', { name: 'Look for them' }).click();
  await expect(panel).toContainText(
    '2 pairs look the same: 1 across training and validation, 1 across training and test',
  );
  await expect(panel.getByRole('status')).toHaveText('Pair 1 of 2');
  await panel.getByLabel('Which pairs').selectOption('across training and validation');
  await expect(panel.getByRole('status')).toHaveText('Pair 1 of 1');
  await expect(panel.getByRole('img', { name: 'training image 5' })).toBeVisible();
  await expect(panel.getByRole('img', { name: 'validation image 2' })).toBeVisible();
  await expect(panel).toContainText('different labels');
  expect(await faults(page, { within: 'section[aria-label="Near duplicates"]' })).toEqual([]);

  await panel.getByLabel('Which pairs').selectOption('all pairs');
  await panel.getByRole('button', { name: 'Next' }).click();
  await expect(panel.getByRole('status')).toHaveText('Pair 2 of 2');
  await panel.getByRole('button', { name: /Leave out one training image of each pair \(2\)/ }).click();
  const gallery = page.getByRole('region', { name: 'Gallery' });
  await expect(gallery.getByLabel('Train on').locator('option:checked')).toHaveText('Edition 1 (2 out)');
  await gallery.getByText('all', { exact: true }).click();
  await gallery.getByLabel('Which images').selectOption('near duplicates');
  await expect(gallery.getByText('4 images', { exact: true })).toBeVisible();
  await gallery.getByLabel('Which images').selectOption('exact duplicates');
  await expect(gallery.getByText('2 images', { exact: true })).toBeVisible();
});
