import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SOURCE = fileURLToPath(new URL('..', import.meta.url));

/** Whatever stands in these decides a curve. */
const DECIDING = [
  'lab/augment',
  'lab/balance',
  'lab/dataset.ts',
  'lab/random.ts',
  'lab/statistics/auc.ts',
  'lab/statistics/log-odds.ts',
  'datasets',
  'kernels',
  'training',
];

/** Places that decide no curve, with what they do. */
const ALLOWED: Readonly<Record<string, string>> = {
  'kernels/webgpu/buffer-pool.ts': 'sizes of buffers',
};

/** Functions that ECMAScript leaves to the engine (section 21.3.2); Math.sqrt is exact. */
const INEXACT =
  /Math\.(?:a?(?:sin|cos|tan)h?|atan2|cbrt|expm?1?|hypot|log(?:1p|2|10)?|pow)\b|(?<![\d\s/*])\s*\*\*(?![*/])/;
/** Powers of two as constants are exact in every engine: the only ones written so. */
const CONSTANT_POWER = /\b2 \*\* -?\d+/g;

function sourcesIn(path: string): string[] {
  if (path.endsWith('.ts')) return [path];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'testing' || /\.test\.ts$/.test(entry.name)) return [];
    return entry.isDirectory() || entry.name.endsWith('.ts') ? sourcesIn(join(path, entry.name)) : [];
  });
}

/** Lines of code, comments left out, that use what differs from engine to engine. */
function inexactLines(text: string): readonly string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
  return code.split('\n').filter((line) => INEXACT.test(line.replace(CONSTANT_POWER, '1')));
}

it('finds what it looks for', () => {
  const found = [
    'Math.log(x)',
    'a = Math.exp(-x)',
    'size ** dims',
    '(x - 1) ** 2',
    'Math.log1p(x)',
    'Math.sin(x)',
  ];
  for (const line of found) expect(inexactLines(line), line).toEqual([line]);
  const fine = ['Math.sqrt(x)', '2 ** 32', '/** Math.log */', 'exactLog(x)', 'Math.round(x)', '// x ** 2'];
  for (const line of fine) expect(inexactLines(line), line).toEqual([]);
});

it('nothing that decides a curve uses a function that engines may round each in its own way', () => {
  const files = DECIDING.flatMap((path) => sourcesIn(join(SOURCE, path)));
  expect(files.length).toBeGreaterThan(100);
  const inexact = files
    .map((file) => relative(SOURCE, file).replaceAll('\\', '/'))
    .filter((file) => inexactLines(readFileSync(join(SOURCE, file), 'utf8')).length > 0);
  expect(inexact.sort()).toEqual(Object.keys(ALLOWED).sort());
});
