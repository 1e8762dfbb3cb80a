import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { CHROMIUM_FLAGS } from './browser.mjs';

it('turns off all that Playwright turns off, whose own list it takes the place of', () => {
  const require = createRequire(createRequire(import.meta.url).resolve('playwright'));
  const source = readFileSync(require.resolve('playwright-core/lib/coreBundle'), 'utf8');
  const list = /disabledFeatures = \[(.*?)\]/s.exec(source)![1]!;
  const theirs = [...list.matchAll(/^\s*"(\w+)"/gm)].map(([, name]) => name!);
  expect(theirs.length).toBeGreaterThan(5);
  const ours = CHROMIUM_FLAGS.find((flag) => flag.startsWith('--disable-features='))!
    .split('=')[1]!
    .split(',');
  expect(ours).toEqual(expect.arrayContaining(theirs));
});
