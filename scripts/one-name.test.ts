import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

/** Names that one thing had beside its own: [what must not be read, what it is called]. */
const GIVEN_UP: readonly (readonly [RegExp, string])[] = [
  [/majority line|commonest answer['"`<]|commone(st|r) class always|always the commone/i, 'lazy model'],
  [/cost of a miss/i, 'by cost'],
  [/two busy cores\./i, 'two processor cores'],
];

/** Ids of backends where a person reads: in a sentence, or as the name of something. */
const BACKEND_IDS =
  /['"`>](webgpu|simd|webgl), |[a-z] (webgpu|simd|webgl) (is|on|may|at|did|does|computes)\b/;

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(tsx?|md)$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => join(folder, file));
}

const PAGE = [
  'src/app',
  'src/lab',
  'src/lessons',
  'src/pages',
  'src/parts',
  'src/state',
  'src/ui',
  'src/worker',
];

/** Each line of the files in which the words stand. */
function linesWith(words: RegExp, folders: readonly string[]): readonly string[] {
  return folders.flatMap(filesIn).flatMap((file) =>
    readFileSync(join(ROOT, file), 'utf8')
      .split('\n')
      .filter((line) => words.test(line))
      .filter((line) => !/^\s*(\*|\/\/|\/\*)/.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
}

it.each(GIVEN_UP)('nothing is called %s any more, as it is the %s', (words) => {
  expect(linesWith(words, PAGE)).toEqual([]);
});

it('backends have their proper names on the page', () => {
  expect(linesWith(BACKEND_IDS, PAGE)).toEqual([]);
});
