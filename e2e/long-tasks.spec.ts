import { type Browser, expect, test } from '@playwright/test';
import { curves, linkTo, openLab, runRows, TINY, trainButton } from './support/lab-page.ts';

const LONG_MS = 50;

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly args: { readonly name?: string };
  /** Wall-clock and processor time of a task, in microseconds. */
  readonly dur?: number;
  readonly tdur?: number;
}

/** Tasks of the page's thread: how long each took by the clock, and how long the processor was at it. */
async function stopTracing(browser: Browser): Promise<{ wall: number; processor: number }[]> {
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[];
  };
  const page = traceEvents.find(
    (event) => event.name === 'thread_name' && event.args.name === 'CrRendererMain',
  );
  return traceEvents
    .filter(({ name, pid, tid }) => name === 'RunTask' && pid === page?.pid && tid === page.tid)
    .map(({ dur = 0, tdur = 0 }) => ({ wall: dur / 1000, processor: tdur / 1000 }));
}

test('while a run trains, no task of the page’s thread lasts 50 ms', async ({ page, browser }) => {
  await openLab(page, linkTo({ ...TINY, epochs: 60 }));
  // What is measured is the training, not the opening of the page.
  await page.waitForFunction(() => performance.getEntriesByName('charts-ready').length > 0);
  await page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(window, { longTasks: tasks });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push(Math.round(entry.duration));
    }).observe({ entryTypes: ['longtask'] });
  });
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline', '__metadata'] });
  await trainButton(page).click();
  await expect(curves(page, /Validation AUC/)).toHaveCount(2);
  await expect(runRows(page).first()).toContainText('60/60', { timeout: 45_000 });
  await expect(trainButton(page)).toBeEnabled();

  const observed = await page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks);
  const tasks = await stopTracing(browser);
  expect(tasks.length).toBeGreaterThan(100);
  // The observer goes by the clock. Where the worker's threads, or other programs, keep every core busy, the clock runs
  // on while the page waits for its turn; only such tasks, with less than 50 ms of work in them, are forgiven.
  const starved = tasks.filter(({ wall, processor }) => wall >= LONG_MS && processor < LONG_MS);
  expect(tasks.filter(({ processor }) => processor >= LONG_MS)).toEqual([]);
  expect(observed.length, `observed: ${observed.join(', ')} ms`).toBeLessThanOrEqual(starved.length);
  const most = Math.max(...tasks.map(({ processor }) => processor));
  test.info().annotations.push({
    type: 'page thread',
    description: `longest task ${most.toFixed(0)} ms of processor time; over 50 ms by the clock: ${observed.length}`,
  });
});
