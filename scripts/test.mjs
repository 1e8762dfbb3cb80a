/**
 * The whole test: installs what is missing, then runs every check and every suite, and ends with the sum over all runners,
 * alone on the last line. A static check counts as one test.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { installPackages } from './packages.mjs';
import { say } from './say.mjs';

installPackages('the checks and suites are made of them.');
const { ensureBrowser } = await import('./install-browser.mjs');
const { softwareAdapterEnvironment } = await import('./software-adapter.mjs');
try {
  ensureBrowser('The tests drive a browser.');
} catch (error) {
  say(error.message);
  process.exit(1);
}

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = mkdtempSync(join(tmpdir(), 'lab-test-'));

/**
 * Runs one of the project's tools; whether it exits with 0, and what it printed unless that was shown at once. Not by npx,
 * which takes options of theirs for its own.
 */
function run([name, ...args], { environment = {}, shown }) {
  // npm is not one of them; all others are.
  const tool = name === 'npm' ? name : join(root, 'node_modules/.bin', name);
  const child = spawn(tool, args, {
    cwd: root,
    stdio: shown ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
    shell: process.platform === 'win32',
  });
  const printed = [];
  child.stdout?.on('data', (part) => printed.push(part));
  child.stderr?.on('data', (part) => printed.push(part));
  return new Promise((resolve) => {
    const ended = (ok) => resolve({ ok, output: Buffer.concat(printed).toString() });
    child.on('error', (error) => {
      printed.push(Buffer.from(`${error.message}\n`));
      ended(false);
    });
    child.on('close', (status) => ended(status === 0));
  });
}

const check =
  (...args) =>
  async (shown) => {
    const { ok, output } = await run(args, { shown });
    if (!ok) failedTests.push(args.join(' '));
    return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, output };
  };

/** What failed and passed when it was tried again is a fault of the test or of the lab all the same: it is named at the end. */
const triedAgain = [];
/** Named at the end too: suites beside each other print much, of which a log may keep the end alone. */
const failedTests = [];

const vitest =
  (project, environment = {}) =>
  async (shown) => {
    const file = join(reports, `${project.replace('*', '')}.json`);
    const { ok, output } = await run(
      [
        'vitest',
        'run',
        '--project',
        project,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${file}`,
      ],
      { environment, shown },
    );
    const counts = counted(project, ok, file, (report) => {
      failedTests.push(...report.testResults.flatMap(failedIn));
      return {
        passed: report.numPassedTests,
        failed: report.numFailedTests,
        skipped: report.numPendingTests + report.numTodoTests,
      };
    });
    // Its JSON does not tell; the suites that may try again are not shown at once.
    triedAgain.push(...(stripVTControlCharacters(output).match(/^.*✓.*\(retry x\d+\).*$/gm) ?? []));
    return { ...counts, output };
  };

/** @param port of a server of its own: suites may go on beside each other */
const playwright = (project, port) => async (shown) => {
  const file = join(reports, `e2e-${project}.json`);
  const { ok, output } = await run(
    [
      'playwright',
      'test',
      '--project',
      project,
      '--reporter=list,json',
      // Emptied at the start, so each has its own.
      '--output',
      join('test-results', project),
    ],
    { environment: { PLAYWRIGHT_JSON_OUTPUT_NAME: file, LAB_E2E_PORT: String(port) }, shown },
  );
  const counts = counted(project, ok, file, ({ stats, suites }) => {
    triedAgain.push(...suites.flatMap(testsOf('flaky')));
    failedTests.push(...suites.flatMap(testsOf('unexpected')));
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
  });
  return { ...counts, output };
};

const testsOf =
  (sought) =>
  ({ suites = [], specs }) => {
    const own = specs.filter(({ tests }) => tests.some(({ status }) => status === sought));
    return [...own.map(({ file, title }) => `${file}: ${title}`), ...suites.flatMap(testsOf(sought))];
  };

/** A file of Vitest's that did not load has no test that failed. */
function failedIn({ name, status, message, assertionResults }) {
  const file = relative(root, name);
  const failed = assertionResults.filter((test) => test.status === 'failed');
  if (failed.length > 0) return failed.map(({ fullName }) => `${file}: ${fullName}`);
  return status === 'failed' ? [`${file}: ${message.split('\n')[0]}`] : [];
}

/** A runner that failed without a failed test (a file that does not load, a crash) counts as one failure. */
function counted(project, ok, file, read) {
  const counts = existsSync(file)
    ? read(JSON.parse(readFileSync(file, 'utf8')))
    : { passed: 0, failed: 0, skipped: 0 };
  if (ok || counts.failed > 0) return counts;
  failedTests.push(`${project}: the runner itself`);
  return { ...counts, failed: 1 };
}

/**
 * Stages, one after the other, of lanes beside each other: the suites of a lane follow each other. Kernels in a browser wait for
 * one thread of the graphics driver, and walks for what must not happen: two lanes share the processor well.
 */
const STAGES = [
  [
    [['lint', check('biome', 'check', '--error-on-warnings', '.')]],
    [['types', check('npm', 'run', '--silent', 'types')]],
    [['layers', check('depcruise', 'src', '--config', '.dependency-cruiser.cjs')]],
    [['unused', check('knip')]],
    [
      ['build', check('vite', 'build', '--logLevel', 'warn')],
      ['size', check('size-limit')],
    ],
  ],
  [
    [
      ['browser', vitest('browser')],
      ['e2e, two beside each other', playwright('beside', 4175)],
    ],
    [
      ['unit', vitest('unit*')],
      ['webgpu in Node, where there is an adapter', vitest('webgpu', softwareAdapterEnvironment() ?? {})],
      ['firefox, where there is one', vitest('firefox')],
      ['a Selenium Grid, where there is Java and a chromedriver', vitest('grid')],
      ['e2e, lessons', playwright('lessons', 4176)],
    ],
  ],
  [[['e2e, alone', playwright('alone', 4177)]]],
];

async function measured([name, suite], shown) {
  console.log(shown ? `\n=== ${name}` : `… ${name}`);
  const from = Date.now();
  const { output, ...counts } = await suite(shown);
  if (!shown) console.log(`\n=== ${name}\n${output}`);
  return { name, ...counts, seconds: Math.round((Date.now() - from) / 1000) };
}

const results = [];
for (const lanes of STAGES) {
  const shown = lanes.length === 1;
  const inLane = async (lane) => {
    const ended = [];
    for (const suite of lane) ended.push(await measured(suite, shown));
    return ended;
  };
  results.push(...(await Promise.all(lanes.map(inLane))).flat());
}
rmSync(reports, { recursive: true, force: true });
console.log('');
console.table(results);
for (const test of failedTests) console.log(`Failed: ${test}`);
for (const test of triedAgain) console.log(`Passed only when it was tried again: ${test}`);
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
process.exitCode = sum('failed') === 0 ? 0 : 1;
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
