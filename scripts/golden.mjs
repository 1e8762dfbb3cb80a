/**
 * Holds backends against the golden vectors, and nothing else. GOLDEN_DIR names another folder made by make.py.
 *
 *     npm run test:golden -- [--backend cpu|simd|webgpu]…
 *
 * Exit codes: 0 all agree, 1 some do not (or there is nothing to compare), 2 bad arguments.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const BACKENDS = ['cpu', 'simd', 'webgpu'];
/** What make.py writes. */
const NEEDED = [/^resnet18-.*\.json$/, /^aucm\.json$/, /^pesg\.json$/, /^auc\.json$/];
const USAGE = `Usage: npm run test:golden -- [--backend ${BACKENDS.join('|')}]…, all of them by default.`;
const root = fileURLToPath(new URL('..', import.meta.url));

function fail(code, message) {
  console.error(message);
  process.exit(code);
}

function readBackends() {
  let values;
  try {
    ({ values } = parseArgs({ options: { backend: { type: 'string', multiple: true } } }));
  } catch (error) {
    fail(2, `${error.message}\n${USAGE}`);
  }
  const backends = values.backend ?? BACKENDS;
  const unknown = backends.filter((name) => !BACKENDS.includes(name));
  if (unknown.length > 0) fail(2, `There is no backend ${unknown.join(', ')} to test.\n${USAGE}`);
  return [...new Set(backends)];
}

/** A folder without vectors would let nothing be compared and all pass. */
function findVectors() {
  if (!process.env.GOLDEN_DIR) return resolve(root, 'src/training/fixtures/golden');
  // npm runs scripts in the project's root; a relative path is meant from where npm was called.
  const directory = resolve(process.env.INIT_CWD ?? '.', process.env.GOLDEN_DIR);
  if (!existsSync(directory)) fail(1, `GOLDEN_DIR names ${directory}, which does not exist.`);
  const found = readdirSync(directory);
  const missing = NEEDED.filter((pattern) => !found.some((file) => pattern.test(file)));
  if (missing.length > 0) {
    fail(1, `GOLDEN_DIR names ${directory}, which lacks ${missing.map(({ source }) => source).join(', ')}.`);
  }
  return directory;
}

const backends = readBackends();
const directory = findVectors();
console.log(`Golden vectors of ${directory} on ${backends.join(', ')}`);
const { status } = spawnSync(
  process.execPath,
  [
    resolve(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--project=browser',
    '--reporter=verbose',
    'src/training/golden',
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, GOLDEN_DIR: directory, GOLDEN_BACKENDS: backends.join(',') },
  },
);
process.exitCode = status === 0 ? 0 : 1;
