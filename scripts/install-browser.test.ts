import { afterEach, beforeEach, expect, it } from 'vitest';
import { Clone } from './testing/clone.ts';

let clone: Clone;

beforeEach(() => {
  clone = new Clone();
});

afterEach(() => clone.remove());

/** A browser counts as found once the file `browser` is there. */
function ensure() {
  const program = `
import { existsSync } from 'node:fs';
import { ensureBrowser } from './scripts/install-browser.mjs';
try {
  ensureBrowser('The tests drive a browser.', () => (existsSync('browser') ? 'browser' : undefined));
  console.log('ready');
} catch (error) {
  console.log(error.message);
}`;
  return clone.run(['--input-type=module', '--eval', program]);
}

it('says what is installed and why, before it is', () => {
  clone.fake('npx', 'touch browser', 'exit 0');
  const { out, said } = ensure();
  expect(said).toMatch(/^The tests drive a browser\. None is installed here, so Chromium is installed now/);
  expect(said.indexOf('Chromium is installed now')).toBeLessThan(said.indexOf('> npx playwright install'));
  expect(clone.calls()).toEqual(['npx playwright install chromium']);
  expect(out).toBe('ready\n');
  expect(ensure()).toEqual({ code: 0, out: 'ready\n', said: '' });
});

it.skipIf(process.platform !== 'linux')("takes the system's where Playwright's is not to be had", () => {
  clone.fake('apt-get', 'if [ "$1" = install ]; then touch browser; fi');
  clone.fake('sudo', 'exec "$@"');
  const { out, said } = ensure();
  expect(said).toContain("Installing the system's own, by apt-get");
  expect(clone.calls()).toContain('apt-get install -y chromium chromium-headless-shell');
  expect(out).toBe('ready\n');
});

it('tells what to do where none can be had', () => {
  const { out } = ensure();
  expect(out).toContain('Install Chrome or Chromium yourself, or set CHROMIUM_PATH');
});
