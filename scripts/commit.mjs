import { spawnSync } from 'node:child_process';

/** What git prints; null where there is no git, or it refuses. */
function git(root, ...args) {
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout : null;
}

/**
 * The commit that a folder has checked out; null where the folder is not the top of a repository of its own (an
 * unpacked archive, perhaps inside of somebody else's repository).
 *
 * @param {string} root
 * @returns {string | null} 40 hexadecimal digits
 */
export function checkedOutCommit(root) {
  const [prefix, commit] = git(root, 'rev-parse', '--show-prefix', 'HEAD')?.split('\n') ?? [];
  return prefix === '' ? commit : null;
}

/** @param {string} root @param {readonly string[]} paths @returns {boolean} whether these are others than in the commit */
export function differsFromCommit(root, paths) {
  return git(root, 'status', '--porcelain', '--', ...paths) !== '';
}

/** @param {string} root @param {string} commit @returns {string} ISO 8601, UTC */
export function commitDate(root, commit) {
  return new Date(git(root, 'show', '--no-patch', '--format=%cI', commit).trim()).toISOString();
}
