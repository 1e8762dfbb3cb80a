import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { untilItFails } from './until-it-fails.ts';

it('begins once, and hands the same to all who ask', async () => {
  let begun = 0;
  const ask = untilItFails(async () => ++begun);
  expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
  expect(await ask()).toBe(1);
});

it('tells a failure to all who wait, and then tries again', async () => {
  let isAway = true;
  let begun = 0;
  const ask = untilItFails(async () => {
    begun++;
    if (isAway) throw new TypeError('Failed to fetch');
    return 'here';
  });
  const waiting = await Promise.allSettled([ask(), ask()]);
  expect(waiting.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(begun).toBe(1);
  isAway = false;
  expect(await ask()).toBe('here');
  expect(begun).toBe(2);
});

/** A promise of a chunk that is kept by hand, and with it its failure. */
const KEPT_BY_HAND = /\?\?= import\(|^(?:export )?(?:const|let) \w+ = (?:Promise\.all\(\[\s*)?import\(/m;

it('is how every chunk is kept that is asked for more than once', () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /(?<!\.test)\.tsx?$/.test(path),
  );
  expect(sources.length).toBeGreaterThan(500);
  expect(sources.filter((path) => KEPT_BY_HAND.test(readFileSync(join(root, path), 'utf8')))).toEqual([]);
});
