import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { DeviceReport } from '../src/lab/bench/device-report.ts';
import { seriousFaults } from './support/axe.ts';
import { linkTo, openLab, TINY, trainButton } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';
import { prependToWorker } from './support/worker-script.ts';

const measureButton = (page: Page) => page.getByRole('button', { name: /^Measure( again)?$/ });
const device = (page: Page) => page.getByRole('region', { name: 'The device' });
const steps = (page: Page) => page.getByRole('region', { name: 'Training steps', exact: true });

/** What the file holds that the page hands out. */
async function exported(page: Page): Promise<DeviceReport> {
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export JSON' }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toMatch(/^bench-no-graphics-adapter-.*\.json$/);
  return JSON.parse(await readFile(await download.path(), 'utf8')) as DeviceReport;
}

test('a person measures the device, sees figures come, cancels, exports them and finds them again', async ({
  page,
}) => {
  // The software adapter would compile every shader of the network on the processor, for most of a minute.
  await prependToWorker(page, "Object.defineProperty(navigator, 'gpu', { value: undefined });");
  await openLab(page);
  await page.getByRole('button', { name: /^Backend:/ }).click();
  await page.getByRole('link', { name: 'Measure this device' }).click();
  await expect(page).toHaveURL(/#\/bench/);
  await expect(page.getByRole('radio', { name: 'SIMD', exact: true })).toBeHidden();
  await expect(page.getByText('The figures will stand here')).toBeVisible();

  await measureButton(page).click();
  await expect(page.getByRole('progressbar', { name: 'Measured so far' })).toBeVisible();
  await expect(device(page)).toContainText('Processor can do', { timeout: 60_000 });
  await expect(page.getByRole('figure', { name: /under the roof of/ })).toBeVisible();
  await expect(steps(page)).toContainText(/2D, ImageNet stem\s*[\d.]+/, { timeout: 60_000 });
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(measureButton(page)).toBeEnabled();

  const report = await exported(page);
  expect(report).toMatchObject({ version: 1, thoroughness: 'quick', complete: false });
  expect(report.environment?.userAgent).toContain('Chrome');
  expect(report.environment?.simd?.threads).toBeGreaterThan(0);
  const names = report.entries.map(({ name, backend }) => `${name} ${backend}`);
  expect(names.slice(0, 3)).toEqual(['gemm/peak simd', 'copy/bandwidth simd', 'step/2d-imagenet simd']);
  for (const { value, spread, samples } of report.entries) {
    expect(spread[0]).toBeGreaterThan(0);
    expect(value).toBeGreaterThanOrEqual(spread[0]);
    expect(value).toBeLessThanOrEqual(spread[1]);
    expect(samples).toBeGreaterThan(0);
  }
  expect(report.roofline.simd).toMatchObject({
    peak: report.entries[0]?.value,
    bandwidth: report.entries[1]?.value,
  });

  await page.reload();
  await expect(device(page)).toContainText('Processor can do');
  expect(await exported(page)).toEqual(report);
});

test('an adapter is told with what it is, and a run that trains has the right of way', async ({ page }) => {
  await openLab(page, linkTo({ ...TINY, epochs: 200 }, 'bench'));
  await measureButton(page).click();
  await expect(device(page)).toContainText(/swiftshader/i);
  await expect(device(page)).toContainText('computes on the processor');
  await trainButton(page).click();
  await expect(page.getByText('Measuring has ended, because a run began to train.')).toBeVisible();
  await expect(measureButton(page)).toBeDisabled();
  await expect(page.getByText('A run is training: both would slow each other down.')).toBeVisible();
});
