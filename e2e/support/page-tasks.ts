import type { Browser, Page } from '@playwright/test';

/** What the page's thread may do at a stretch, in milliseconds. */
export const LONG_MS = 50;

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly args: { readonly name?: string };
  /** Wall-clock and processor time of a task, in microseconds. */
  readonly dur?: number;
  readonly tdur?: number;
}

export async function startTracing(browser: Browser, page: Page): Promise<void> {
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline', '__metadata'] });
}

/** Tasks of the page's thread: how long each took by the clock, and how long the processor was at it. */
export async function stopTracing(browser: Browser): Promise<{ wall: number; processor: number }[]> {
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
