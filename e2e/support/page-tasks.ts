import type { Browser, Page } from '@playwright/test';
import { slowness } from './slowness.ts';

/** What the page's thread may do at a stretch, in milliseconds. */
export const LONG_MS = 50;

interface TraceEvent {
  readonly name: string;
  readonly cat?: string;
  readonly pid: number;
  readonly tid: number;
  readonly args: { readonly name?: string };
  /** When it began, in microseconds. */
  readonly ts: number;
  /** Wall-clock and processor time of a task, in microseconds. */
  readonly dur?: number;
  readonly tdur?: number;
}

/** A task of the page's thread, in milliseconds. */
interface PageTask {
  readonly from: number;
  readonly wall: number;
  /** How long the processor was at it, as on a quiet machine: less where it was slow just before or after. */
  readonly processor: number;
}

/** Of the processor where tracing began; one trace is made at a time. */
let slownessBefore = 1;

export async function startTracing(browser: Browser, page: Page): Promise<void> {
  const categories = ['disabled-by-default-devtools.timeline', 'blink.user_timing', '__metadata'];
  slownessBefore = slowness();
  await browser.startTracing(page, { categories });
}

/** Tasks of the page's thread: how long each took by the clock, and how long the processor was at it. */
export async function stopTracing(browser: Browser): Promise<PageTask[]> {
  return (await stopTracingWithMarks(browser)).tasks;
}

/** And when what was marked happened (`performance.mark`), by name, in the tasks' milliseconds. */
export async function stopTracingWithMarks(
  browser: Browser,
): Promise<{ tasks: PageTask[]; marks: ReadonlyMap<string, number> }> {
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[];
  };
  const slow = Math.max(slownessBefore, slowness());
  const page = traceEvents.find(
    (event) => event.name === 'thread_name' && event.args.name === 'CrRendererMain',
  );
  const ofPage = traceEvents.filter(({ pid, tid }) => pid === page?.pid && tid === page.tid);
  const tasks = ofPage
    .filter(({ name }) => name === 'RunTask')
    .map(({ ts, dur = 0, tdur = 0 }) => ({
      from: ts / 1000,
      wall: dur / 1000,
      processor: tdur / 1000 / slow,
    }));
  const marks = ofPage.filter(({ cat }) => cat === 'blink.user_timing');
  return { tasks, marks: new Map(marks.map(({ name, ts }) => [name, ts / 1000])) };
}
