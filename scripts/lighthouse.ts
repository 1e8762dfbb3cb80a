/**
 * `npm run lighthouse`: Google's Lighthouse over the built lab, served as a good host serves it, on a computer and on a phone.
 * It is fetched by npx for this alone: with all that it needs it is larger than half of the lab's own packages.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { serveCompressed } from '../bench/compressing-host.ts';
import { buildAppIfStale } from './app-build.mjs';
import { CHROMIUM_FLAGS, findBrowser } from './browser.mjs';
import { say } from './say.mjs';

/** The newest that was tried. */
const PACKAGE = 'lighthouse@13.5.0';
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
/** Lighthouse's own: a throttled phone without a word, a computer by this. */
const FORMS = { computer: ['--preset=desktop'], phone: [] } as const;
/** It changes with what else the machine does: the median of so many is told. */
const RUNS = 3;
const ATTEMPTS = 3;
const BUILT = join(import.meta.dirname, '../dist');

/** What is read of Lighthouse's JSON. */
interface Report {
  readonly categories: Readonly<Record<string, { readonly score: number }>>;
  readonly audits: Readonly<
    Record<string, { readonly numericValue?: number; readonly score: number | null }>
  >;
}

await buildAppIfStale(() => say('Building the lab…'));
const host = await serveCompressed(BUILT);
try {
  const rows: Record<string, Record<string, number>> = {};
  for (const [form, flags] of Object.entries(FORMS)) {
    const reports: Report[] = [];
    for (let run = 0; run < RUNS; run++)
      reports.push(await reportOf(`http://127.0.0.1:${host.port}/`, flags));
    const medianOf = (read: (report: Report) => number) => {
      const sorted = reports.map(read).toSorted((a, b) => a - b);
      return sorted[Math.floor(RUNS / 2)]!;
    };
    rows[form] = {
      ...Object.fromEntries(
        CATEGORIES.map((name) => [
          name,
          medianOf((report) => Math.round(100 * report.categories[name]!.score)),
        ]),
      ),
      'layout shift': medianOf(({ audits }) => audits['cumulative-layout-shift']?.numericValue ?? Number.NaN),
      'blocked ms': medianOf(({ audits }) => audits['total-blocking-time']?.numericValue ?? Number.NaN),
      'largest paint ms': medianOf(
        ({ audits }) => audits['largest-contentful-paint']?.numericValue ?? Number.NaN,
      ),
    };
    for (const [name, { score }] of Object.entries(reports.at(-1)!.audits)) {
      if (score !== null && score < 0.9) say(`${form}: ${name} ${score}`);
    }
  }
  console.table(rows);
} finally {
  await host.close();
}

async function reportOf(address: string, flags: readonly string[]): Promise<Report> {
  const chrome = ['--headless=new', ...CHROMIUM_FLAGS].join(' ');
  const args = [
    ...['--yes', PACKAGE, address, ...flags, '--output=json', '--quiet', `--chrome-flags=${chrome}`],
    `--only-categories=${CATEGORIES.join()}`,
  ];
  const options = {
    env: { ...process.env, CHROME_PATH: findBrowser() },
    maxBuffer: 64e6,
    shell: process.platform === 'win32',
  };
  for (let attempt = 1; ; attempt++) {
    try {
      const { stdout } = await promisify(execFile)('npx', args, options);
      return JSON.parse(stdout) as Report;
    } catch (error) {
      // Now and then it records a trace in which it does not find the page's beginning (NO_NAVSTART).
      if (attempt === ATTEMPTS || !/NO_NAVSTART/.test((error as { stderr?: string }).stderr ?? ''))
        throw error;
    }
  }
}
