import type { Page } from '@playwright/test';
import { syntheticNpz } from '../src/datasets/testing/synthetic-npz.ts';
import { studyToLink } from '../src/lab/study/link.ts';
import { parseStudy } from '../src/lab/study/study.ts';
import { backendChip, openBackendMenu } from './support/backend-menu.ts';
import { linkTo, openLab, TINY, tab, trainedRecord } from './support/lab-page.ts';
import { expect, policyViolations, REPORT_VIOLATIONS, test } from './support/test.ts';
import { prependToWorker } from './support/worker-script.ts';

test.use({ serviceWorkers: 'allow' });

const NPZ = syntheticNpz({ counts: { train: 60, val: 20, test: 20 }, imageShape: [28, 28], classes: 2 });

async function trainOn(page: Page, backend: string): Promise<void> {
  const menu = await openBackendMenu(page);
  await menu.getByRole('radio', { name: new RegExp(`^${backend}$`, 'i') }).click();
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(backendChip(page)).toContainText(new RegExp(backend, 'i'));
  expect(await trainedRecord(page, { ...TINY, epochs: 1 })).toMatchObject({ status: 'finished', backend });
}

test('the processor’s backends, a file, a study and a measurement keep to the policy, from the first line of a worker on', async ({
  page,
}) => {
  await prependToWorker(page, REPORT_VIOLATIONS);
  await openLab(page, linkTo(TINY));
  await page.evaluate(() => navigator.serviceWorker.ready);
  // The threads are workers of the worker, under the same policy.
  await expect(backendChip(page)).toContainText(/[2-9] threads/);
  // WebGPU, for which the software adapter compiles every kernel, is watched like this where it is trained with (webgpu.spec.ts).
  for (const backend of ['simd', 'cpu', 'simd']) await trainOn(page, backend);

  await tab(page, 'Data').click();
  await page
    .getByLabel('Choose a file')
    .setInputFiles({ name: 'mine.npz', mimeType: 'application/octet-stream', buffer: Buffer.from(NPZ) });
  await expect(page.getByRole('button', { name: /^Data: mine/ })).toBeVisible();

  const study = parseStudy({ name: 'Small', base: TINY, factors: [{ subsets: ['flip'] }], seeds: [1] });
  await page.goto(`/#/study?plan=${studyToLink(study)}`);
  await page.getByRole('button', { name: 'Train 2 runs' }).click();
  await expect(page.locator('[data-runs-done]').filter({ hasText: '2 of 2 runs' })).toBeVisible({
    timeout: 45_000,
  });

  await page.goto('/#/bench');
  await page.getByRole('button', { name: 'Measure', exact: true }).click();
  await expect(page.getByRole('region', { name: 'The device' })).toContainText('computes on the processor');
  await page.getByRole('button', { name: 'Cancel' }).click();
});

const FORBIDDEN = /script-src.*eval.*connect-src.*example\.com/s;

/** Does what the policy forbids: text as script, and another server. */
function offend(): void {
  try {
    new Function('return 1')();
  } catch {
    // As it should.
  }
  fetch('https://example.com/').catch(() => undefined);
}

test('what the policy forbids is refused, and seen by every test, in the page and in its worker', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ baseURL: baseURL! });
  const violations = await policyViolations(context);
  const page = await context.newPage();
  await openLab(page, linkTo(TINY));
  expect(violations).toEqual([]);
  // In a task of its own: the policy does not bind what a test evaluates.
  const later = `setTimeout(${offend}, 0)`;
  await page.evaluate(later);
  await expect.poll(() => violations.join('\n')).toMatch(FORBIDDEN);
  const inPage = violations.length;
  const worker = page.workers().find((one) => one.url().includes('/host-'))!;
  await worker.evaluate(later);
  await expect.poll(() => violations.slice(inPage).join('\n')).toMatch(FORBIDDEN);
  await context.close();
});

test('the policy stands in the page itself, for hosts that send no headers', async ({ request }) => {
  const html = await (await request.get('/')).text();
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)![1]!;
  expect(policy).toContain('script-src &#39;self&#39; &#39;wasm-unsafe-eval&#39;;');
  expect(policy).not.toMatch(/script-src[^;]*(unsafe-inline|&#39;unsafe-eval)/);
  for (const word of ['object-src &#39;none&#39;', 'base-uri &#39;none&#39;', 'default-src &#39;none&#39;'])
    expect(policy).toContain(word);
  // Ahead of all that loads or runs.
  expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.search(/<(script|link)/));
});
