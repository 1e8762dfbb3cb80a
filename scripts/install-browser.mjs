import { spawnSync } from 'node:child_process';
import { findBrowser } from './browser.mjs';
import { say } from './say.mjs';

/** Runs a command; what it prints goes where the lab talks to the person. */
function run(command, args) {
  say(`> ${[command, ...args].join(' ')}`);
  const options = { stdio: ['inherit', 2, 'inherit'], shell: process.platform === 'win32' };
  return spawnSync(command, args, options).status === 0;
}

function installDebianChromium() {
  if (process.platform !== 'linux' || spawnSync('apt-get', ['--version']).status !== 0) return false;
  say("Playwright's Chromium is not to be had here. Installing the system's own, by apt-get, instead.");
  const [command, ...before] = process.getuid?.() === 0 ? ['apt-get'] : ['sudo', 'apt-get'];
  if (!run(command, [...before, 'update'])) return false;
  const install = (...packages) => run(command, [...before, 'install', '-y', ...packages]);
  // Ubuntu and older Debians have no package of the one without windows.
  return install('chromium', 'chromium-headless-shell') || install('chromium');
}

/**
 * Installs a Chromium where no Chrome or Chromium is found, and says so before.
 *
 * @param {string} why what needs it, one sentence for the person who waits
 * @param {() => string | undefined} find where a browser is; its own parameter for the tests
 * @throws Error where none can be installed
 */
export function ensureBrowser(why, find = findBrowser) {
  if (find()) return;
  say(`${why} None is installed here, so Chromium is installed now, into a folder of Playwright's own.`);
  const ways = [() => run('npx', ['playwright', 'install', 'chromium']), installDebianChromium];
  if (ways.some((install) => install() && find())) return;
  throw new Error(
    'No browser could be installed. Install Chrome or Chromium yourself, or set CHROMIUM_PATH to one. ' +
      '`npm start` works without: it serves the lab to the browser that you use.',
  );
}
