import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runScript } from '../cli/testing/run-script.ts';
import { WriteError, writeWhole } from './write-whole.ts';

/** In blocks of 1024 bytes (bash): files of more than 8 KiB are cut short, without an error at first. */
const LIMIT = 'ulimit -f 8';
const MODULE = join(import.meta.dirname, 'write-whole.ts');

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'write-whole-'));
  path = join(folder, 'file.json');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a file', () => {
  it('is written whole, text and bytes, in the place of an older one', () => {
    writeWhole(path, 'a'.repeat(100_000));
    writeWhole(path, 'größer');
    expect(readFileSync(path, 'utf8')).toBe('größer');
    writeWhole(path, Uint8Array.of(1, 2, 3));
    expect([...readFileSync(path)]).toEqual([1, 2, 3]);
    expect(readdirSync(folder)).toEqual(['file.json']);
  });

  it('that the system cuts short does not take the name: the older one stays, and the error says why', async () => {
    writeFileSync(path, 'older');
    const source = `import { writeWhole } from ${JSON.stringify(MODULE)};
      try { writeWhole(${JSON.stringify(path)}, 'x'.repeat(20_000)); } catch (error) { console.log(error.message); }`;
    const { out } = await runScript(source, LIMIT).ended;
    expect(out).toContain(`${path} could not be written: files may not grow that large here`);
    expect(readFileSync(path, 'utf8')).toBe('older');
    expect(readdirSync(folder)).toEqual(['file.json']);
  });

  it('is the older one or the newer one whenever the process is killed', async () => {
    const length = 2_000_000;
    const source = `import { writeWhole } from ${JSON.stringify(MODULE)};
      for (let round = 0; ; round++) {
        writeWhole(${JSON.stringify(path)}, String(round % 10).repeat(${length}));
        if (round === 0) console.log('begun');
      }`;
    for (const milliseconds of [1, 7, 20, 43]) {
      const { child, ended, said } = runScript(source);
      await said('begun');
      await delay(milliseconds);
      child.kill('SIGKILL');
      await ended;
      const text = readFileSync(path, 'utf8');
      expect(text.length).toBe(length);
      expect(text === text[0]!.repeat(length)).toBe(true);
    }
  });

  it('on a full disk is an error that says so', () => {
    // A device that has no room for a single byte; what is no file is written to as it is.
    expect(existsSync('/dev/full')).toBe(process.platform === 'linux');
    if (process.platform !== 'linux') return;
    expect(() => writeWhole('/dev/full', 'x')).toThrow(WriteError);
    expect(() => writeWhole('/dev/full', 'x')).toThrow('/dev/full could not be written: the disk is full');
    expect(existsSync('/dev/full')).toBe(true);
  });

  it('keeps its place behind a symbolic link', () => {
    const target = join(folder, 'elsewhere.json');
    writeFileSync(target, 'older');
    symlinkSync(target, path);
    writeWhole(path, 'newer');
    expect(readFileSync(target, 'utf8')).toBe('newer');
    expect(readdirSync(folder).sort()).toEqual(['elsewhere.json', 'file.json']);
  });

  it('in a folder that is not there, or in the place of one, is refused in words', () => {
    expect(() => writeWhole(join(folder, 'none', 'x'), '')).toThrow('there is no such folder');
    mkdirSync(path);
    expect(() => writeWhole(path, '')).toThrow('it is a folder');
  });
});

describe('standard output', () => {
  it('that is cut short is an error, not a success', async () => {
    const source = `import { writeOut } from ${JSON.stringify(MODULE)};
      try { writeOut('x'.repeat(20_000)); } catch (error) { console.error(error.message); process.exitCode = 1; }`;
    const { code, errors } = await runScript(source, `${LIMIT}; exec > "${path}"`).ended;
    expect(code).toBe(1);
    expect(errors).toContain('Standard output could not be written');
  });

  it('waits for a slow reader', async () => {
    const source = `import { writeOut } from ${JSON.stringify(MODULE)}; process.stdout.write('');
      writeOut('x'.repeat(3_000_000)); `;
    const { code, out } = await runScript(source).ended;
    expect(out).toHaveLength(3_000_000);
    expect(code).toBe(0);
  });
});
