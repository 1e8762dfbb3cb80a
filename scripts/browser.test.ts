import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CHROMIUM_FLAGS } from './browser.mjs';

it('turns off all that Playwright turns off, whose own list it takes the place of', () => {
  const playwright = createRequire(import.meta.url).resolve('playwright/package.json');
  const source = readFileSync(join(playwright, '../../playwright-core/lib/coreBundle.js'), 'utf8');
  const list = /disabledFeatures = \[(.*?)\]/s.exec(source)![1]!;
  const theirs = [...list.matchAll(/^\s*"(\w+)"/gm)].map(([, name]) => name!);
  expect(theirs.length).toBeGreaterThan(5);
  const ours = CHROMIUM_FLAGS.find((flag) => flag.startsWith('--disable-features='))!
    .split('=')[1]!
    .split(',');
  expect(ours).toEqual(expect.arrayContaining(theirs));
});
