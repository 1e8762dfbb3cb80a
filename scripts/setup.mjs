/**
 * Makes a fresh clone ready: npm packages, then a browser for the tests and the command line lab. Does nothing where
 * all is there. `--no-browser` leaves the browser out (serving the page needs none).
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${root}node_modules/.lock-hash`;

function run(command, args) {
  console.log(`> ${command} ${args.join(' ')}`);
  return (
    spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' }).status ===
    0
  );
}

function installPackages() {
  const hash = createHash('sha256')
    .update(readFileSync(`${root}package-lock.json`))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  if (!run('npm', ['ci', '--no-audit', '--no-fund'])) {
    console.error('npm could not install the packages; see its message above.');
    process.exit(1);
  }
  writeFileSync(stamp, hash);
}

async function installBrowser() {
  const { findBrowser } = await import('./browser.mjs');
  if (findBrowser()) return;
  console.log('No Chrome or Chromium found; installing one.');
  if (run('npx', ['playwright', 'install', '--with-deps', 'chromium']) && findBrowser()) return;
  const sudo = process.getuid?.() === 0 ? [] : ['sudo'];
  const apt = (...args) => run([...sudo, 'apt-get'][0], [...sudo, 'apt-get', ...args].slice(1));
  if (apt('update') && apt('install', '-y', 'chromium') && findBrowser()) return;
  console.error(
    'No browser could be installed. Install Chrome or Chromium, or set CHROMIUM_PATH, and try again.',
  );
  process.exit(1);
}

installPackages();
if (!process.argv.includes('--no-browser')) await installBrowser();
