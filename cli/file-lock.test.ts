import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeLock } from './file-lock.ts';
import { runScript } from './testing/run-script.ts';
import { UsageError } from './usage-error.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'file-lock-'));
  path = join(folder, 'lab.lock');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const WHAT = 'The folder';
const take = () => takeLock(path, WHAT);

/** Takes the lock (or says that it may not) and keeps it until it is killed. */
const HOLD = () => `import { takeLock } from ${JSON.stringify(join(import.meta.dirname, 'file-lock.ts'))};
  try { takeLock(${JSON.stringify(path)}, 'The folder'); console.log('held;'); setInterval(() => {}, 1000); }
  catch (error) { console.log('refused;', error.message); }`;

describe('a lock', () => {
  it('is held by one at a time, says by whom, and leaves nothing behind', () => {
    const lock = take();
    expect(take).toThrow(UsageError);
    expect(take).toThrow(`in use by process ${process.pid} since`);
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
    take().release();
  });

  it('is let go at the end of its process', async () => {
    const { child, ended, said } = runScript(HOLD());
    await said('held;');
    expect(take).toThrow(`in use by process ${child.pid}`);
    child.kill('SIGKILL');
    await ended;
    const lock = take();
    expect(readFileSync(path, 'utf8')).toContain(`"pid":${process.pid}`);
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of a killed process goes to exactly one of several that want it', async () => {
    const first = runScript(HOLD());
    await first.said('held;');
    first.child.kill('SIGKILL');
    await first.ended;
    const others = Array.from({ length: 5 }, () => runScript(HOLD()));
    try {
      await Promise.all(others.map(({ said }) => said(';')));
      const answers = others.map(async ({ child, ended }) => {
        child.kill('SIGKILL');
        return (await ended).out.split(';')[0];
      });
      expect((await Promise.all(answers)).sort()).toEqual([
        'held',
        'refused',
        'refused',
        'refused',
        'refused',
      ]);
    } finally {
      for (const { child } of others) child.kill('SIGKILL');
    }
    expect(readdirSync(folder).filter((name) => name !== 'lab.lock')).toEqual([]);
  }, 60_000);

  it('whose process number was given to another process is taken over', () => {
    const lock = take();
    const holder = JSON.parse(readFileSync(path, 'utf8')) as { start: string | null };
    lock.release();
    writeFileSync(path, JSON.stringify({ ...holder, start: 'another boot 1' }));
    // Where the system does not tell when a process began, it is taken for the same one.
    if (holder.start === null) expect(take).toThrow(UsageError);
    else take().release();
  });

  it('of another machine is never taken over, but told how to end', () => {
    const holder = {
      token: 't',
      pid: 1,
      host: `not-${hostname()}`,
      start: null,
      since: '2026-01-01T00:00:00Z',
    };
    writeFileSync(path, JSON.stringify(holder));
    expect(take).toThrow(`process 1 on not-${hostname()}`);
    expect(take).toThrow(`delete ${path}`);
  });

  it('that is no lock of ours is left alone', () => {
    writeFileSync(path, 'something else');
    expect(take).toThrow('not the lock of a lab');
    expect(existsSync(path)).toBe(true);
  });
});
