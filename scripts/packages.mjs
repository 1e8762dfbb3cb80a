import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { say } from './say.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Installs the project's npm packages where they are missing or others than those of the lock file, and ends the
 * program where npm cannot.
 *
 * @param {string} why one sentence for the person who waits
 */
export function installPackages(why) {
  if (areInstalled()) return;
  say(`Installing the lab's npm packages into node_modules: ${why}`);
  // Not `npm ci`: it refuses a lock file that lacks the optional binaries of another platform than the one it was
  // written on. The versions are those of the lock file all the same, and --no-save leaves it as it is.
  const { status } = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund'], {
    cwd: root,
    // Standard output belongs to what the program writes, a run record for instance.
    stdio: ['inherit', 2, 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    say('npm could not install the packages; its message is above. With the network back, run this again.');
    process.exit(1);
  }
}

/** Whether each package of the lock file lies there in its version. */
function areInstalled() {
  const { packages } = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8'));
  // Optional ones are the binaries of other platforms; the empty path is the project itself.
  return Object.entries(packages).every(
    ([path, { version, optional }]) => path === '' || optional || installedVersion(path) === version,
  );
}

function installedVersion(path) {
  try {
    return JSON.parse(readFileSync(`${root}${path}/package.json`, 'utf8')).version;
  } catch {
    return undefined;
  }
}
