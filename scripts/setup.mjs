/**
 * Makes a fresh clone ready: npm packages, then a browser for the tests and the command line lab. Does nothing where
 * all is there. `npm start` and `npm test` run it first.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${root}node_modules/.lock-hash`;

function run(command, args) {
  console.log(`> ${command} ${args.join(' ')}`);
  const options = { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' };
  return spawnSync(command, args, options).status === 0;
}

function installPackages() {
  const hash = createHash('sha256')
    .update(readFileSync(`${root}package-lock.json`))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  // Not `npm ci`: it refuses a lock file that lacks the optional binaries of another platform than the one it was
  // written on. The versions are those of the lock file all the same, and --no-save leaves it as it is.
  if (!run('npm', ['install', '--no-save', '--no-audit', '--no-fund'])) {
    console.error('npm could not install the packages; its message is above.');
    process.exit(1);
  }
  writeFileSync(stamp, hash);
}

function installDebianChromium() {
  const [command, ...before] = process.getuid?.() === 0 ? ['apt-get'] : ['sudo', 'apt-get'];
  return run(command, [...before, 'update']) && run(command, [...before, 'install', '-y', 'chromium']);
}

async function installBrowser() {
  const { findBrowser } = await import('./browser.mjs');
  if (findBrowser()) return true;
  console.log('No Chrome or Chromium found; installing one.');
  const ways = [() => run('npx', ['playwright', 'install', 'chromium']), installDebianChromium];
  return ways.some((install) => install() && findBrowser());
}

installPackages();
if (!(await installBrowser())) {
  console.error(
    'No browser could be installed. The lab can be served without one; the tests and `npm run lab` need it: ' +
      'install Chrome or Chromium, or set CHROMIUM_PATH to it.',
  );
  if (process.argv[1]?.endsWith('test.mjs')) process.exit(1);
}
