/**
 * The whole test: installs what is missing, then runs every check and every suite, and ends with the sum over all runners,
 * alone on the last line. A static check counts as one test.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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

/** Runs one of the project's tools; true when it exits with 0. Not by npx, which takes options of theirs for its own. */
function run([name, ...args], environment = {}) {
  // npm is not one of them; all others are.
  const tool = name === 'npm' ? name : join(root, 'node_modules/.bin', name);
  const { status } = spawnSync(tool, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
    shell: process.platform === 'win32',
  });
  return status === 0;
}

function check(...args) {
  return () => (run(args) ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 });
}

function vitest(project, environment = {}) {
  return () => {
    const file = join(reports, `${project}.json`);
    const ok = run(
      [
        'vitest',
        'run',
        '--project',
        project,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${file}`,
      ],
      environment,
    );
    return counted(ok, file, (report) => ({
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
    }));
  };
}

function playwright(project) {
  return () => {
    const file = join(reports, `e2e-${project}.json`);
    const ok = run(['playwright', 'test', '--project', project, '--reporter=list,json'], {
      PLAYWRIGHT_JSON_OUTPUT_NAME: file,
    });
    return counted(ok, file, ({ stats }) => ({
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky,
      skipped: stats.skipped,
    }));
  };
}

/** A runner that failed without a failed test (a file that does not load, a crash) counts as one failure. */
function counted(ok, file, read) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const counts = read(JSON.parse(readFileSync(file, 'utf8')));
  return !ok && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

const SUITES = [
  ['lint', check('biome', 'check', '--error-on-warnings', '.')],
  ['types', check('npm', 'run', '--silent', 'types')],
  ['layers', check('depcruise', 'src', '--config', '.dependency-cruiser.cjs')],
  ['unused', check('knip')],
  ['unit', vitest('unit')],
  ['browser', vitest('browser')],
  ['webgpu in Node, where there is an adapter', vitest('webgpu', softwareAdapterEnvironment() ?? {})],
  ['build', check('vite', 'build', '--logLevel', 'warn')],
  ['size', check('size-limit')],
  ['firefox, where there is one', vitest('firefox')],
  ['e2e, two beside each other', playwright('beside')],
  ['e2e, alone', playwright('alone')],
];

const results = SUITES.map(([name, suite]) => {
  console.log(`\n=== ${name}`);
  const from = Date.now();
  return { name, ...suite(), seconds: Math.round((Date.now() - from) / 1000) };
});
rmSync(reports, { recursive: true, force: true });
console.log('');
console.table(results);
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
process.exitCode = sum('failed') === 0 ? 0 : 1;
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
