import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBuildFacts } from './build-facts-plugin.ts';
import { Clone } from './testing/clone.ts';

/** What TypeScript asks of a library; without the real one the types are checked in a moment. */
const TYPES = [
  ...[
    'Array<T>',
    'Boolean',
    'CallableFunction',
    'Function',
    'IArguments',
    'NewableFunction',
    'Number',
    'Object',
  ],
  ...['RegExp', 'String'],
];
const BUILD = ['scripts/build.mjs'];
const STORES = [
  { store: 'bars.zarr', name: 'Bars', bytes: 2_500_000 },
  { store: 'rings.zarr', name: 'Rings', bytes: 700_000 },
];

let clone: Clone;

beforeEach(() => {
  clone = new Clone();
});

afterEach(() => clone.remove());

const built = (path: string) => join(clone.root, 'dist/data', path);

describe('npm run build', () => {
  beforeEach(() => {
    const compilerOptions = { noEmit: true, noLib: true, types: [] };
    writeFileSync(join(clone.root, 'types.d.ts'), TYPES.map((name) => `interface ${name} {}`).join('\n'));
    writeFileSync(
      join(clone.root, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['types.d.ts'] }),
    );
    for (const { store } of STORES) {
      mkdirSync(join(clone.root, 'public/data', store), { recursive: true });
      writeFileSync(join(clone.root, 'public/data', store, 'zarr.json'), store);
    }
    writeFileSync(join(clone.root, 'public/data/index.json'), JSON.stringify(STORES));
  });

  const index = () => JSON.parse(readFileSync(built('index.json'), 'utf8')) as unknown;

  it('takes along all shards where none are chosen, and says which', () => {
    const { code, said } = clone.run(BUILD);
    expect(said).toContain('Shards in it: bars.zarr (2.5 MB), rings.zarr (0.7 MB).');
    expect(code).toBe(0);
    expect(index()).toEqual(STORES);
    expect(readFileSync(built('rings.zarr/zarr.json'), 'utf8')).toBe('rings.zarr');
  });

  it('takes along those that are chosen, and lists no others', () => {
    const { code } = clone.run([...BUILD, '--shards', 'rings']);
    expect(code).toBe(0);
    expect(index()).toEqual([STORES[1]]);
    expect(existsSync(built('bars.zarr'))).toBe(false);
  });

  it('takes along none', () => {
    const { said } = clone.run([...BUILD, '--shards', 'none']);
    expect(said).toContain('Shards in it: none.');
    expect(existsSync(join(clone.root, 'dist/index.html'))).toBe(true);
    expect(existsSync(join(clone.root, 'dist/data'))).toBe(false);
  });

  it('refuses a store that is not there before anything is built', () => {
    const { code, said } = clone.run([...BUILD, '--shards', 'bars,squares']);
    expect(code).toBe(2);
    expect(said).toMatch(/no store squares\.zarr .* There are: bars\.zarr, rings\.zarr\./);
    expect(existsSync(join(clone.root, 'dist'))).toBe(false);
  });
});

describe('the facts of a build', () => {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], {
      cwd: clone.root,
      encoding: 'utf8',
      env: { ...process.env, GIT_COMMITTER_DATE: '2026-11-25T12:00:00+02:00' },
    });

  it('name the commit and its date, so that one commit gives one build', () => {
    git('init', '--quiet');
    git('add', 'src', 'package.json', 'package-lock.json', 'scripts');
    git('commit', '--quiet', '--message', 'First');
    const commit = git('rev-parse', 'HEAD').trim();
    const { version } = JSON.parse(readFileSync(join(clone.root, 'package.json'), 'utf8')) as {
      version: string;
    };
    const facts = { version, commit, changed: false, date: '2026-11-25T10:00:00.000Z' };
    expect(readBuildFacts(clone.root)).toEqual(facts);
    // What is not built changes nothing.
    writeFileSync(join(clone.root, 'notes.txt'), 'notes');
    expect(readBuildFacts(clone.root)).toEqual(facts);

    writeFileSync(join(clone.root, 'src/page.ts'), 'changed()');
    const later = readBuildFacts(clone.root);
    expect(later).toMatchObject({ commit, changed: true });
    expect(Date.parse(later.date)).toBeGreaterThan(Date.parse(facts.date));
  });

  it('name no commit where there is no repository, or only one around it', () => {
    expect(readBuildFacts(clone.root)).toMatchObject({ commit: null, changed: false });
    git('init', '--quiet');
    git('add', 'src');
    git('commit', '--quiet', '--message', 'Of somebody else');
    const inner = join(clone.root, 'unpacked');
    mkdirSync(inner);
    symlinkSync(join(clone.root, 'package.json'), join(inner, 'package.json'));
    expect(readBuildFacts(inner)).toMatchObject({ commit: null, changed: false });
  });
});
