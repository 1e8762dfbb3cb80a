import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { CHROMIUM_FLAGS, findLightBrowser } from '../scripts/browser.mjs';
import type { RunRecord } from '../src/lab/run-record.ts';
import { studyToLink } from '../src/lab/study/link.ts';
import { parseStudy } from '../src/lab/study/study.ts';
import { linkTo, openLab, ready, runRows, TINY } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';
import { prependToWorker } from './support/worker-script.ts';

test.describe.configure({ timeout: 180_000 });

/** Warm-up, a decay, augmentations and PESG's own state; parts large enough to be met in the middle. */
const RECIPE = {
  ...TINY,
  dataset: { kind: 'phantom', shape: 'pneumonia', images: 2000 },
  width: 4,
  epochs: 3,
  augment: { flip: {}, noise: {} },
  loss: { name: 'aucm' },
  optimizer: { name: 'pesg', learningRate: 0.1 },
  schedule: { warmUpEpochs: 1, decayAt: [0.7] },
} as const;

const PHASES = ['step', 'evaluation', 'write', 'test scoring'] as const;
type Phase = (typeof PHASES)[number];

/** All that must be equal: everything but the clock. */
function curveOf({ id, stepLosses, epochs, summary, status, recipeHash, createdAt }: RunRecord) {
  return {
    marks: { id, createdAt },
    curve: {
      stepLosses,
      epochs: epochs.map((epoch) => ({ ...epoch, seconds: 0, imagesPerSecond: 0 })),
      summary: { ...summary, seconds: 0, imagesPerSecond: 0 },
      ...{ status, recipeHash },
    },
  };
}

async function startRun(page: Page): Promise<string> {
  return await page.evaluate(async (recipe) => {
    const begun = await window.lab!.train(recipe);
    if (!begun.ok) throw new Error(begun.error.message);
    return begun.value.id;
  }, RECIPE);
}

async function recordOf(page: Page, id: string): Promise<RunRecord> {
  return await page.evaluate(async (run) => {
    await window.lab!.keepTestsOpen();
    const record = await window.lab!.record(run);
    if (!record.ok) throw new Error(record.error.message);
    return record.value;
  }, id);
}

async function trainedToEnd(page: Page, id: string): Promise<RunRecord> {
  await expect
    .poll(() => page.evaluate((run) => window.lab!.progress(run)?.status, id), { timeout: 90_000 })
    .toBe('finished');
  return await recordOf(page, id);
}

/**
 * In the moment in which the run stands so, within its task, ends what is said; resolves behind that, for a page when it
 * is loaded again.
 */
async function endAt(
  page: Page,
  id: string,
  phase: Phase,
  what: 'worker' | 'page' | 'nothing',
): Promise<void> {
  if (what === 'page') {
    // The reload may come before the answer of the call that asked for it, which then has none.
    const loaded = page.waitForEvent('load').then(
      () => undefined,
      (error: unknown) => error,
    );
    await endAtOnce(page, id, phase, what).catch((error: unknown) => {
      if (!String(error).includes('Execution context was destroyed')) throw error;
    });
    const error = await loaded;
    if (error) throw error;
    await ready(page);
  } else await endAtOnce(page, id, phase, what);
}

async function endAtOnce(
  page: Page,
  id: string,
  phase: Phase,
  what: 'worker' | 'page' | 'nothing',
): Promise<void> {
  await page.evaluate(
    ([run, wanted, end]) =>
      new Promise<void>((resolve, reject) => {
        const look = () => {
          const progress = window.lab!.progress(run);
          // A study's run is in the list a moment before it is among those that are told of.
          if (!progress) return void setTimeout(look, 0);
          const { epoch, keptEpochs, evaluating } = progress;
          const stands = {
            step: (keptEpochs ?? 0) >= 1 && evaluating === null && progress.step % 88 > 10,
            evaluation: (keptEpochs ?? 0) >= 1 && evaluating?.split === 'val',
            // Told, and perhaps not kept yet; before the first is there is nothing to go on from.
            write: keptEpochs !== null && epoch > keptEpochs,
            'test scoring': evaluating?.split === 'test',
          };
          if (progress.status === 'finished') reject(new Error('It was over before.'));
          else if (!stands[wanted]) setTimeout(look, 0);
          else {
            if (end === 'worker') window.killWorker!();
            if (end === 'page') location.reload();
            resolve();
          }
        };
        look();
      }),
    [id, phase, what] as const,
  );
}

/** Trains, and ends what is said in that phase; again where the machine was so quick, or so busy, that it was not seen. */
async function cutOff(page: Page, phase: Phase, what: 'worker' | 'page' | 'nothing'): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const id = await startRun(page);
    try {
      await endAt(page, id, phase, what);
      return id;
    } catch (error) {
      if (attempt === 5 || !String(error).includes('It was over before.')) throw error;
    }
  }
}

declare global {
  interface Window {
    /** Ends the lab's worker as a crash does. */
    killWorker?: () => void;
  }
}

/** Before the page's own scripts. */
function catchWorker(): void {
  const Original = Worker;
  window.Worker = class extends Original {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      if (options?.name !== 'lab') return;
      window.killWorker = () => {
        this.terminate();
        this.dispatchEvent(new ErrorEvent('error', { message: 'killed by the test' }));
      };
    }
  };
}

async function isFinished(page: Page): Promise<boolean> {
  return (await runRows(page).first().getAttribute('data-status')) === 'finished';
}

const continueButton = (page: Page) =>
  runRows(page)
    .first()
    .getByRole('button', { name: /^Continue/ });

/** Names of the files in which states are kept; those of a deleted run lie aside for a minute, for its undo. */
async function keptFiles(page: Page): Promise<string[]> {
  return await page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('run-states');
    const names: string[] = [];
    for await (const [name, handle] of folder.entries()) {
      try {
        const file = await (handle as FileSystemFileHandle).getFile();
        if ((await file.slice(0, 8).text()) === 'LABSTATE') names.push(name);
      } catch (error) {
        // Deleted while the folder was gone through.
        if ((error as Error).name !== 'NotFoundError') throw error;
      }
    }
    return names;
  });
}

/** The run as it is when nothing happens to it. */
let undisturbed: ReturnType<typeof curveOf>['curve'];

async function trainUndisturbed(page: Page): Promise<void> {
  if (undisturbed) return;
  undisturbed = curveOf(await trainedToEnd(page, await startRun(page))).curve;
  expect(undisturbed.epochs).toHaveLength(3);
}

test(`a worker killed in ${PHASES.join(', ')} is made anew, and the run goes on to the same curve`, async ({
  page,
}) => {
  await page.addInitScript(catchWorker);
  await openLab(page, linkTo(RECIPE));
  await trainUndisturbed(page);
  for (const phase of PHASES) {
    const id = await cutOff(page, phase, 'worker');
    await expect(runRows(page).first(), phase).toContainText('failed');
    const before = await recordOf(page, id);
    await continueButton(page).click();
    expect(curveOf(await trainedToEnd(page, id)), phase).toEqual({
      marks: { id, createdAt: before.createdAt },
      curve: undisturbed,
    });
    await expect.poll(() => keptFiles(page), phase).toEqual([]);
  }
});

test(`a page reloaded in ${PHASES.join(', ')}, and again while the run goes on`, async ({ page }) => {
  await openLab(page, linkTo(RECIPE));
  await trainUndisturbed(page);
  const ids: string[] = [];
  for (const phase of PHASES) {
    let id = await cutOff(page, phase, 'page');
    // Again where scoring was over before the page was.
    for (let attempt = 1; attempt < 5 && (await isFinished(page)); attempt++) {
      id = await cutOff(page, phase, 'page');
    }
    await expect(runRows(page).first(), phase).toContainText('interrupted');
    await continueButton(page).click();
    if (phase === 'step') {
      // While the data are read again, or the run goes on.
      await page.reload();
      await ready(page);
      await continueButton(page).click();
    }
    expect(curveOf(await trainedToEnd(page, id)).curve, phase).toEqual(undisturbed);
    ids.push(id);
  }
  // What is stored is the same as what is shown.
  await page.reload();
  await ready(page);
  for (const id of ids) expect(curveOf(await recordOf(page, id)).curve).toEqual(undisturbed);
});

/** Processes whose command line has this word. */
function processesOf(word: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      try {
        return pid > 0 && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word);
      } catch {
        return false;
      }
    });
}

// Where a run can be cut off is gone through above; here it is about how the page goes away.
for (const [way, phase] of [
  ['closed', 'test scoring'],
  ['killed with its browser', 'step'],
] as const) {
  test(`a tab ${way} in: ${phase}`, async ({ baseURL }) => {
    const profile = await mkdtemp(join(tmpdir(), 'lab-profile-'));
    const executablePath = findLightBrowser();
    const open = () =>
      chromium.launchPersistentContext(profile, {
        ...(executablePath ? { executablePath } : {}),
        ...{ args: CHROMIUM_FLAGS, serviceWorkers: 'block', viewport: { width: 1440, height: 900 } },
        ...(baseURL ? { baseURL } : {}),
      });
    let context = await open();
    try {
      let page = await context.newPage();
      await openLab(page, linkTo(RECIPE));
      await trainUndisturbed(page);
      let id = '';
      for (let attempt = 1; attempt <= 5; attempt++) {
        // Looked up before: scoring does not wait for it.
        const processes = processesOf(profile);
        id = await cutOff(page, phase, 'nothing');
        if (way === 'closed') await page.close();
        else {
          const gone = context.waitForEvent('close');
          for (const pid of processes) process.kill(pid, 'SIGKILL');
          await gone;
          context = await open();
        }
        page = await context.newPage();
        await openLab(page, linkTo(RECIPE));
        const row = page.locator(`[data-run="${id}"]`);
        await expect(row).toContainText(/interrupted|3\/3/);
        // Again where scoring was over before the tab was.
        if ((await row.getAttribute('data-status')) !== 'finished') break;
      }
      await expect(runRows(page).first()).toContainText('interrupted');
      await continueButton(page).click();
      expect(curveOf(await trainedToEnd(page, id))).toMatchObject({ marks: { id }, curve: undisturbed });
    } finally {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    }
  });
}

test('a stopped run goes on; another backend, or a run that is deleted, does not', async ({ page }) => {
  await openLab(page, linkTo(RECIPE));
  await trainUndisturbed(page);
  const id = await cutOff(page, 'step', 'nothing');
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(runRows(page).first()).toContainText('stopped');
  await expect(page.getByRole('region', { name: 'Transport' })).toContainText('its state after epoch');

  await page.evaluate(() => window.lab!.useBackend('cpu'));
  await continueButton(page).click();
  await expect(page.getByText(/The run trained on SIMD .*, and CPU .* computes here/)).toBeVisible();
  await expect(runRows(page).first()).toContainText('stopped');

  await page.evaluate(() => window.lab!.useBackend('simd'));
  await page
    .getByRole('region', { name: 'Transport' })
    .getByRole('button', { name: /^Continue/ })
    .click();
  expect(curveOf(await trainedToEnd(page, id)).curve).toEqual(undisturbed);

  // It lies over the menu of the runs.
  await page.getByRole('alert').getByRole('button').click();
  await cutOff(page, 'step', 'nothing');
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(continueButton(page)).toBeVisible();
  expect(await keptFiles(page)).toHaveLength(1);
  const count = await runRows(page).count();
  await runRows(page)
    .first()
    .getByRole('button', { name: /^More about/ })
    .click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(runRows(page)).toHaveCount(count - 1);
  await expect.poll(() => keptFiles(page)).toEqual([]);
});

test('a study goes on in the middle of the run that a reload cut off', async ({ page }) => {
  const study = parseStudy({ name: 'One', base: RECIPE, factors: [], seeds: [1] });
  await openLab(page, `/#/study?plan=${studyToLink(study)}`);
  await page.getByRole('button', { name: 'Train 1 run' }).click();
  const id = (await page.locator('[data-run]').first().getAttribute('data-run'))!;
  await endAt(page, id, 'step', 'page');
  const record = await trainedToEnd(page, id);
  await expect(page.locator('[data-runs-done]')).toContainText('1 of 1 runs · done');
  await expect(runRows(page)).toHaveCount(1);
  await trainUndisturbed(page);
  expect(curveOf(record).curve).toEqual(undisturbed);
});

for (const [what, fault] of [
  [
    'a full disk',
    `FileSystemSyncAccessHandle.prototype.write = () => {
      throw new DOMException('The disk is full.', 'QuotaExceededError');
    };`,
  ],
  [
    'a browser without private files',
    `navigator.storage.getDirectory = () => Promise.reject(new DOMException('Not here.', 'SecurityError'));`,
  ],
] as const) {
  test(`${what} keeps no run from its end, and is told once`, async ({ page }) => {
    await prependToWorker(page, fault);
    await openLab(page, linkTo({ ...TINY, epochs: 40 }));
    await page
      .getByRole('button', { name: /^Train/ })
      .first()
      .click();
    const notice = page.getByText(/The state of the run .* could not be kept/);
    await expect(notice).toBeVisible();
    await expect(runRows(page).first()).toContainText('40/40');
    await expect(runRows(page).first()).not.toContainText('running');
    await expect(notice).toHaveCount(1);
    await expect(continueButton(page)).toHaveCount(0);
  });
}
