import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { trainWithNodeEngine } from '../cli/node-engine/train.ts';
import { softwareAdapterEnvironment } from '../scripts/software-adapter.mjs';
import type { DatasetReference } from '../src/lab/recipe/dataset-reference.ts';
import { parseRecipe } from '../src/lab/recipe/parse.ts';
import type { RunRecord } from '../src/lab/run-record.ts';
import { readSafetensors } from '../src/lab/start/read-safetensors.ts';
import { factsOfWeights } from '../src/lab/start/weights.ts';
import { backendChip, openBackendMenu } from './support/backend-menu.ts';
import {
  curves,
  latestRecord,
  linkTo,
  openLab,
  runRows,
  TINY,
  trainButton,
  trainedRecord,
} from './support/lab-page.ts';
import { expect, REPORT_VIOLATIONS, test } from './support/test.ts';
import { prependToWorker } from './support/worker-script.ts';

/** The software adapter takes seconds to compile the kernels, anew for each device. */
test.describe.configure({ timeout: 300_000 });

/** Takes each device away after so many submissions to it, in the order in which devices are made; the rest stay. */
async function loseDevices(page: Page, submissions: readonly number[]): Promise<void> {
  await prependToWorker(
    page,
    `const { requestDevice } = GPUAdapter.prototype;
    const left = ${JSON.stringify(submissions)};
    self.devicesLost = 0;
    GPUAdapter.prototype.requestDevice = async function (...wishes) {
      const device = await requestDevice.apply(this, wishes);
      const { submit } = device.queue;
      let countdown = left.shift() ?? Infinity;
      device.queue.submit = function (buffers) {
        submit.call(this, buffers);
        countdown -= 1;
        if (countdown === 0) {
          device.destroy();
          self.devicesLost += 1;
        }
      };
      return device;
    };`,
  );
}

function devicesLost(page: Page): Promise<number> {
  const lab = page.workers().find((worker) => worker.url().includes('/host-'))!;
  return lab.evaluate(() => (self as unknown as { devicesLost: number }).devicesLost);
}

async function chooseWebgpu(page: Page): Promise<void> {
  const menu = await openBackendMenu(page);
  await menu.getByRole('radio', { name: 'WebGPU', exact: true }).click();
  await expect(backendChip(page)).toContainText('WebGPU');
  await page.keyboard.press('Escape');
}

/** Few kernels, which each device compiles anew. */
const FEW_KERNELS = { ...TINY, model: 'linear' } as const;

test('a lost device loses nothing of a run', async ({ page }) => {
  await loseDevices(page, [4]);
  await openLab(page, linkTo(FEW_KERNELS));
  await chooseWebgpu(page);
  const disturbed = await trainedRecord(page, FEW_KERNELS);
  expect(await devicesLost(page)).toBe(1);
  expect(disturbed).toMatchObject({ status: 'finished', backend: 'webgpu' });
  expect(disturbed.epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);

  await trainButton(page).click();
  await expect(runRows(page)).toHaveCount(2);
  await expect(runRows(page).first()).toContainText('2/2', { timeout: 60_000 });
  await expect(trainButton(page)).toBeEnabled();
  expect(await devicesLost(page)).toBe(1);
  const undisturbed = await latestRecord(page);
  expect(undisturbed.stepLosses).toEqual(disturbed.stepLosses);
  expect(undisturbed.summary?.test).toEqual(disturbed.summary?.test);
});

test('the lab trains on a graphics adapter when told to, and Node does the same without a browser', async ({
  page,
}) => {
  // What the policy forbids from the first line on fails the test, as on the other backends (content-security-policy.spec.ts).
  await prependToWorker(page, REPORT_VIOLATIONS);
  await openLab(page, linkTo(TINY));
  await chooseWebgpu(page);
  const inPage = await trainedRecord(page, TINY);
  expect(inPage).toMatchObject({ status: 'finished', backend: 'webgpu' });
  expect(inPage.stepLosses).toHaveLength(2 * inPage.stepsPerEpoch);
  await expect(curves(page, /Validation AUC/)).toHaveCount(2);
  await expect(curves(page, /Training loss/)).not.toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Transport' })).toContainText('reached a test AUC');

  // Node, on the driver that Chromium brings along, computes the same to the last bit.
  const software = softwareAdapterEnvironment();
  test.skip(software === null || process.platform !== 'linux', 'Chromium comes without its driver here');
  process.env.VK_DRIVER_FILES = software!.VK_DRIVER_FILES;
  const { dataset: _, ...recipe } = TINY;
  const { kind, ...settings } = parseRecipe(TINY).dataset as Extract<DatasetReference, { kind: 'phantom' }>;
  const data = { kind: 'request', request: { kind, settings } } as const;
  const { record: inNode } = await trainWithNodeEngine(
    {
      data,
      recipe,
      importOptions: null,
      edition: null,
      start: null,
      weights: test.info().outputPath('weights.safetensors'),
      state: null,
    },
    true,
    new AbortController().signal,
  );
  expect(inNode).toMatchObject({ status: 'finished', backend: 'webgpu', recipe: inPage.recipe });
  const written = readSafetensors(await readFile(test.info().outputPath('weights.safetensors')));
  expect(written.classNames).toEqual(inPage.dataset.classNames);
  expect(factsOfWeights(written)).toMatchObject({
    model: 'resnet-18',
    width: TINY.width,
    channels: 1,
    outputs: 1,
  });
  expect(inNode.dataset).toEqual(inPage.dataset);
  expect(inNode.stepLosses).toEqual(inPage.stepLosses);
  const measured = ({ epochs }: RunRecord) =>
    epochs.map(({ seconds: _, imagesPerSecond: __, ...rest }) => rest);
  expect(measured(inNode)).toEqual(measured(inPage));
  expect({ ...inNode.summary, seconds: 0, imagesPerSecond: 0 }).toEqual({
    ...inPage.summary,
    seconds: 0,
    imagesPerSecond: 0,
  });
});

test('after three lost devices the page offers to train with SIMD, and does', async ({ page }) => {
  await loseDevices(page, [2, 2, 2]);
  await openLab(page, linkTo(FEW_KERNELS));
  await chooseWebgpu(page);
  await trainButton(page).click();
  const notice = page.getByRole('alert').filter({ hasText: 'was lost 3 times in this run' });
  await expect(notice.first()).toBeVisible({ timeout: 180_000 });
  await expect(runRows(page).first()).toContainText('failed');
  await page.getByRole('button', { name: 'Train with SIMD' }).first().click();
  await expect(runRows(page)).toHaveCount(2);
  await expect(runRows(page).first()).toContainText('2/2', { timeout: 45_000 });
  await expect(backendChip(page)).toContainText('SIMD');
  // The last epoch is told before the run is over.
  await expect(runRows(page).first()).toHaveAttribute('data-status', 'finished', { timeout: 45_000 });
  expect(await latestRecord(page)).toMatchObject({ backend: 'simd', status: 'finished' });
});
