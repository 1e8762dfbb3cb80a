import type { Page } from '@playwright/test';
import type { RunRecord } from '../src/lab/run-record.ts';
import { backendChip, openBackendMenu } from './support/backend-menu.ts';
import { linkTo, openLab, ready, runRows, TINY, trainButton, trainedRecord } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';
import { prependToWorker } from './support/worker-script.ts';

/** What came of a run, to the last bit; how long it took is another matter. */
function resultsOf({ stepLosses, epochs, summary }: RunRecord) {
  return { stepLosses, val: epochs.map(({ val }) => val), test: summary?.test };
}

test('the number of threads is chosen on the page, is remembered, and changes no bit of the results', async ({
  page,
}) => {
  await openLab(page, linkTo(TINY));
  const chip = backendChip(page);
  await expect(chip).toHaveText(/^SIMD · \d+ threads$/);
  const menu = await openBackendMenu(page);
  // The software adapter is passed over.
  await expect(menu).toContainText(/WebGPU computes on the main processor here .* slower than SIMD/);
  await page.keyboard.press('Escape');
  const many = await trainedRecord(page, TINY);
  expect(many.device.threads).toBeGreaterThan(1);
  expect(many.stepLosses.length).toBeGreaterThan(5);

  await openBackendMenu(page);
  await menu.getByLabel('Threads').selectOption('1');
  await expect(chip).toHaveText('SIMD · 1 thread');
  await page.keyboard.press('Escape');
  const one = await trainedRecord(page, TINY);
  expect(one.device.threads).toBe(1);
  expect(resultsOf(one)).toEqual(resultsOf(many));

  await page.reload();
  await ready(page);
  await expect(chip).toHaveText('SIMD · 1 thread');
  await openBackendMenu(page);
  await menu.getByLabel('Threads').selectOption({ index: 0 });
  await expect(chip).toHaveText(/^SIMD · \d+ threads$/);
});

/** Serves the page as a static host does that sets no headers. */
async function withoutIsolation(page: Page): Promise<void> {
  await page.route('**/*', async (route) => {
    const response = await route.fetch();
    const headers = Object.fromEntries(
      Object.entries(response.headers()).filter(([name]) => !name.startsWith('cross-origin-')),
    );
    await route.fulfill({ response, headers });
  });
}

test('on a page that is not cross-origin isolated one thread trains, and the page says why', async ({
  page,
}) => {
  await withoutIsolation(page);
  await openLab(page, linkTo(TINY));
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  await expect(backendChip(page)).toHaveText('SIMD · 1 thread');
  const menu = await openBackendMenu(page);
  await expect(menu).toContainText('Here it has one thread, because the page is not cross-origin isolated.');
  await expect(menu.getByLabel('Threads')).toHaveCount(0);
  const record = await trainedRecord(page, TINY);
  expect(record).toMatchObject({ status: 'finished', backend: 'simd', device: { threads: 1 } });
});

test('where no memory is shared either, one thread trains on its own', async ({ page }) => {
  await withoutIsolation(page);
  await prependToWorker(
    page,
    `const { Memory } = WebAssembly;
    WebAssembly.Memory = class extends Memory {
      constructor(wish) {
        if (wish.shared) throw new TypeError('Shared memory is not enabled');
        super(wish);
      }
    };`,
  );
  await openLab(page, linkTo({ ...TINY, epochs: 400 }));
  await expect(backendChip(page)).toHaveText('SIMD · 1 thread');
  await trainButton(page).click();
  const transport = page.getByRole('region', { name: 'Transport' });
  await expect(transport).toContainText(/memory [\d.]+ [KM]B of at most 1\.1 GB, peak [\d.]+ [KM]B/);
  await expect(runRows(page).first()).toContainText(/[1-9]\d*\/400/);
  await transport.getByRole('button', { name: 'Stop' }).click();
  await expect(runRows(page).first()).toContainText('stopped');
});

test('without WebAssembly SIMD the plain backend trains, and the page says why', async ({ page }) => {
  await prependToWorker(
    page,
    // Of all modules only the kernels import their memory.
    `const { compile, Module, CompileError } = WebAssembly;
    WebAssembly.compile = async (bytes) => {
      const module = await compile(bytes);
      if (Module.imports(module).length > 0) throw new CompileError('invalid opcode');
      return module;
    };`,
  );
  await openLab(page, linkTo(TINY));
  await expect(backendChip(page)).toHaveText('CPU');
  await expect(await openBackendMenu(page)).toContainText(
    'SIMD did not start: This browser cannot run WebAssembly SIMD',
  );
  expect(await trainedRecord(page, TINY)).toMatchObject({ status: 'finished', backend: 'cpu' });
});
