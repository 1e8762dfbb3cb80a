/**
 * `npm run bench`: times how the lab starts, builds the benchmark's page as the lab is built, runs it in headless
 * Chromium, and prints a table. Every figure is a median of the same run; a ratio is ours over theirs.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { chromium } from 'playwright';
import { CHROMIUM_FLAGS, findBrowser } from '../scripts/browser.mjs';
import { writeWhole } from '../scripts/write-whole.ts';
import { buildBenchPage } from './build-page.ts';
import { measureFirstPoint } from './first-point.ts';
import { measureImport } from './import.ts';
import { measureInNode } from './in-node/measure-in-node.ts';
import { measureLightTable } from './light-table.ts';
import type { BenchReport, BenchRequest } from './report.ts';
import { serveBenchPage } from './serve-page.ts';
import { measureStartUp } from './start-up.ts';

const options = new Command()
  .description('Measure our backends against their limits and against other libraries, in headless Chromium.')
  .option('--only <pattern>', 'measure only what has this in its name, e.g. 2d-small', '')
  .option('--json <file>', 'write the entries to this file')
  .option('--profile', 'print the time of each kernel of our steps', false)
  .addOption(
    new Option(
      '--engine <name>',
      'a headless browser, or WebGPU in Node: roofs, steps and layers, ours and stock',
    )
      .choices(['browser', 'node'])
      .default('browser'),
  )
  .parse()
  .opts<{ only: string; json?: string; profile: boolean; engine: 'browser' | 'node' }>();

const report = options.engine === 'node' ? await measureNode() : await measureBrowser();
printEntries(report.entries);
if (report.profile.length > 0) printProfile(report.profile);
if (options.json) writeWhole(options.json, `${JSON.stringify(report.entries, null, 2)}\n`);

async function measureNode(): Promise<BenchReport> {
  const { environment, entries, omissions } = await measureInNode({ only: options.only, profile: false });
  const { vendor, architecture, description, software } = environment!.adapter!;
  console.log([vendor, architecture, description, ...(software ? ['on the processor'] : [])].join(' · '));
  for (const { name, backend, reason } of omissions) console.log(`${name} on ${backend}: ${reason}`);
  return { entries, profile: [] };
}

async function measureBrowser(): Promise<BenchReport> {
  const startUp = await measureStartUp(options.only);
  const firstPoint = await measureFirstPoint(options.only);
  const lightTable = await measureLightTable(options.only);
  const imports = await measureImport(options.only);
  const inBrowser = /^(start|page|import)\//.test(options.only)
    ? { entries: [], profile: [] }
    : await measureInBrowser({ only: options.only, profile: options.profile });
  return {
    ...inBrowser,
    entries: [...startUp, ...firstPoint, ...lightTable, ...imports, ...inBrowser.entries],
  };
}

async function measureInBrowser(request: BenchRequest): Promise<BenchReport> {
  const outDir = await mkdtemp(join(tmpdir(), 'bench-'));
  await buildBenchPage(outDir);
  const server = await serveBenchPage(outDir);
  const executablePath = findBrowser();
  // Files lie on the disk, as those of most visitors do: Playwright's other contexts are private windows.
  const profile = await mkdtemp(join(tmpdir(), 'bench-profile-'));
  const browser = await chromium.launchPersistentContext(profile, {
    ...(executablePath ? { executablePath } : {}),
    args: CHROMIUM_FLAGS,
  });
  try {
    const page = await browser.newPage();
    page.on('console', (message) => console.error(message.text()));
    await page.goto(`http://127.0.0.1:${server.port}/`);
    await page.waitForFunction(() => 'runBench' in window);
    return await page.evaluate(
      (request) =>
        (window as unknown as { runBench(r: BenchRequest): Promise<BenchReport> }).runBench(request),
      request,
    );
  } finally {
    await browser.close();
    await server.close();
    for (const folder of [outDir, profile]) await rm(folder, { recursive: true, maxRetries: 3 });
  }
}

function printEntries(entries: BenchReport['entries']): void {
  console.table(
    entries.map(({ name, backend, threads, value, unit, spread, samples, ratios, counts, detail }) => ({
      name,
      backend,
      threads,
      median: Number(value.toPrecision(4)),
      unit,
      spread: spread.map((end) => end.toPrecision(3)).join(' – '),
      samples,
      ratios: Object.entries(ratios)
        .map(([baseline, ratio]) => `${baseline} ${ratio.toPrecision(3)}`)
        .join(', '),
      counts: Object.entries(counts ?? {})
        .map(([count, value]) => `${count} ${Number(value.toPrecision(6))}`)
        .join(', '),
      detail,
    })),
  );
}

function printProfile(profile: BenchReport['profile']): void {
  console.table(
    profile
      .filter(({ share }) => share > 0.003)
      .map(({ step, kernel, calls, milliseconds, share }) => ({
        step,
        kernel,
        calls,
        ms: Number(milliseconds.toFixed(2)),
        share: `${(100 * share).toFixed(1)} %`,
      })),
  );
}
