import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { syntheticNpz } from '../src/datasets/testing/synthetic-npz.ts';
import type { RunRecord } from '../src/lab/run-record.ts';
import { endLeftCommands, lab, startCommand, startLab } from './support/lab-command.ts';
import { TINY } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

/** Stopped by a signal, as the help says. */
const INTERRUPTED = 130;

test.describe.configure({ timeout: 180_000 });

let folder: string;
let out: string;

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-signals-'));
  out = join(folder, 'run.json');
});

test.afterEach(() => {
  endLeftCommands();
  rmSync(folder, { recursive: true, force: true });
});

/** A set whose parts are of these sizes: the largest is where the run spends its time. */
function dataFile(train: number, val: number, test: number): string {
  const path = join(folder, 'set.npz');
  writeFileSync(path, syntheticNpz({ counts: { train, val, test }, imageShape: [28, 28], classes: 2 }));
  return path;
}

const SMALL = ['--set', 'width=2', '--set', 'batch=16', '--backend', 'simd'];
const LASTING = [...SMALL, '--set', 'epochs=1000'];

function readRecord(): RunRecord {
  return JSON.parse(readFileSync(out, 'utf8')) as RunRecord;
}

test('Ctrl-C while the app is built ends at once, and leaves no half build', async () => {
  const page = 'dist/index.html';
  const { atime, mtime } = statSync(page);
  utimesSync(page, 0, 0);
  try {
    const command = startLab('train', '--data', 'phantom:pneumonia', ...LASTING, '--out', out);
    await command.said('Building the app');
    command.kill('SIGINT');
    expect(await command.ended).toMatchObject({ code: INTERRUPTED, out: '' });
    expect(statSync(page).mtimeMs).toBe(0);
  } finally {
    utimesSync(page, atime, mtime);
  }
  expect(readdirSync(folder)).toEqual([]);
});

test('Ctrl-C while the data are read: nothing was trained, and nothing is written', async () => {
  const command = startLab('train', '--data', dataFile(60_000, 100, 100), ...LASTING, '--out', out);
  await command.said('SIMD');
  command.kill('SIGINT');
  const { code, errors } = await command.ended;
  expect(code).toBe(INTERRUPTED);
  expect(errors).toContain('nothing is written');
  expect(readdirSync(folder)).toEqual(['set.npz']);
});

// SIGINT comes through npm and SIGTERM to a study below.
test('SIGHUP between two batches: the record is there, stopped, with its curve', async () => {
  const command = startLab('train', '--data', 'phantom:pneumonia', ...LASTING, '--out', out);
  await command.said(/epoch 1\//);
  command.kill('SIGHUP');
  const { code, errors } = await command.ended;
  expect(code).toBe(INTERRUPTED);
  expect(errors).toContain('stopped: best epoch');
  const { status, stepLosses, epochs, summary, stepsPerEpoch } = readRecord();
  expect(status).toBe('stopped');
  expect(stepLosses.length).toBeGreaterThanOrEqual(stepsPerEpoch * epochs.length);
  expect(epochs.length).toBeGreaterThan(0);
  expect(summary).toMatchObject({ ended: 'stopped', test: null });
  // The state is what `--resume` goes on from.
  expect(readdirSync(folder).sort()).toEqual(['run.json', 'run.json.state']);
  expect(errors).toContain('--resume goes on from there');
});

test('Ctrl-C while val is scored: the epoch has its losses, and no scores', async () => {
  const data = dataFile(32, 20_000, 32);
  // Of the second epoch: its steps take a moment, longer on a busy machine, its scoring seconds.
  let patience = 200;
  await expect(async () => {
    const command = startLab('train', '--data', data, ...LASTING, '--out', out);
    await command.said(/epoch 1\//);
    await delay(patience);
    patience += 400;
    command.kill('SIGINT');
    expect((await command.ended).code).toBe(INTERRUPTED);
    const { status, stepLosses, epochs } = readRecord();
    expect(status).toBe('stopped');
    expect(stepLosses).toHaveLength(2 * (epochs.length + 1));
  }).toPass();
});

test('Ctrl-C while test is scored: the test part stays closed', async () => {
  const data = dataFile(32, 32, 40_000);
  const command = startLab('train', '--data', data, ...SMALL, '--set', 'epochs=1', '--out', out);
  await command.said(/epoch 1\/1/);
  command.kill('SIGINT');
  expect((await command.ended).code).toBe(INTERRUPTED);
  expect(readRecord()).toMatchObject({ status: 'stopped', summary: { epochs: 1, test: null } });
});

test('through npm one Ctrl-C is one, and the code is the same', async () => {
  const args = ['train', '--data', 'phantom:pneumonia', ...LASTING, '--out', out];
  const command = startCommand('npm', 'run', '--silent', 'lab', '--', ...args);
  await command.said(/epoch 1\//);
  command.kill('SIGINT');
  // npm ends by the signal itself, which a shell reports as 130.
  const { code, signal } = await command.ended;
  expect(signal === 'SIGINT' || code === INTERRUPTED).toBe(true);
  expect(readRecord().status).toBe('stopped');
});

test('a second Ctrl-C ends at once', async () => {
  // A step of many seconds.
  const wide = ['--set', 'width=64', '--set', 'batch=256', '--backend', 'cpu'];
  const command = startLab('train', '--data', 'phantom:pneumonia', ...wide, '--out', out);
  await command.said(/step 0\//);
  command.kill('SIGINT');
  await delay(700);
  command.kill('SIGINT');
  expect((await command.ended).code).toBe(INTERRUPTED);
  expect(readdirSync(folder)).toEqual([]);
});

test('a record that finds no room goes to standard output', async () => {
  test.skip(!existsSync('/dev/full'), 'only Linux has a device that is always full');
  symlinkSync('/dev/full', out);
  const run = ['train', '--data', 'phantom:pneumonia', ...SMALL, '--set', 'epochs=1'];
  const { code, errors, out: printed } = await lab(...run, '--out', out);
  expect(code).toBe(1);
  expect(errors).toContain('the disk is full. The record went to standard output instead.');
  expect(JSON.parse(printed)).toMatchObject({ status: 'finished' });
});

test('two processes never write one record', async () => {
  const args = ['train', '--data', 'phantom:pneumonia', ...LASTING, '--out', out];
  const first = startLab(...args);
  await first.said(/epoch 1\//);
  const second = await lab(...args);
  expect(second).toMatchObject({ code: 2 });
  expect(second.errors).toContain(`in use by process ${first.child.pid}`);
  first.kill('SIGKILL');
  await first.ended;
  const third = await lab(...args, '--set', 'epochs=1');
  expect(third.code).toBe(0);
  expect(readdirSync(folder)).toEqual(['run.json']);
});

test.describe('a study', () => {
  const { dataset, ...recipe } = TINY;
  const STUDY = {
    name: 'Tiny',
    base: { ...recipe, dataset },
    factors: [{ subsets: ['flip'] }],
    seeds: [1, 2],
  };
  let file: string;

  test.beforeEach(() => {
    out = join(folder, 'out');
    file = join(folder, 'study.json');
    writeFileSync(file, JSON.stringify(STUDY));
  });

  const study = (...args: string[]) => ['study', file, '--out', out, '--backend', 'simd', ...args];
  const kept = () => readdirSync(join(out, 'runs'));
  const told = () => JSON.parse(readFileSync(join(out, 'study.json'), 'utf8')) as Record<string, unknown>;

  test('stops after the batch at Ctrl-C, keeps what it has, and says so by its code', async () => {
    // In the second run, which takes a moment to begin, a longer one on a busy machine.
    let patience = 300;
    await expect(async () => {
      rmSync(out, { recursive: true, force: true });
      const command = startLab(...study('--set', 'epochs=150', '--seeds', '1'));
      await expect.poll(() => existsSync(out) && kept().length, { timeout: 120_000 }).toBe(1);
      await delay(patience);
      patience += 500;
      command.kill('SIGINT');
      const { code, errors, out: report } = await command.ended;
      expect(code).toBe(INTERRUPTED);
      expect(errors).toContain('--resume goes on from here');
      expect(report).toContain('# Tiny');
      expect(told()).toMatchObject({ planned: 2, finished: 1 });
      const [unfinished] = readdirSync(join(out, 'unfinished'));
      const record = JSON.parse(readFileSync(join(out, 'unfinished', unfinished!), 'utf8')) as RunRecord;
      expect(record.status).toBe('stopped');
      expect(existsSync(join(out, 'lab.lock'))).toBe(false);
    }).toPass();
  });

  test('stopped while the data are read has its tables all the same', async () => {
    const command = startLab(...study('--set', 'dataset.images=20000'));
    await command.said('4 runs');
    command.kill('SIGTERM');
    expect((await command.ended).code).toBe(INTERRUPTED);
    expect(told()).toMatchObject({ planned: 4, finished: 0 });
    expect(readFileSync(join(out, 'runs.csv'), 'utf8').trimEnd().split('\n')).toHaveLength(1);
  });

  test('keeps another process out of its folder while it trains', async () => {
    const first = startLab(...study('--set', 'epochs=400'));
    await first.said('Worker 1');
    const second = await lab(...study('--set', 'epochs=400', '--resume'));
    expect(second.code).toBe(2);
    expect(second.errors).toContain(`in use by process ${first.child.pid}`);
    first.kill('SIGINT');
    expect((await first.ended).code).toBe(INTERRUPTED);
  });

  test('does not count a run that could not be written, and trains it again when it can be, under a new name; refuses other runs', async () => {
    expect((await lab(...study())).code).toBe(0);
    const names = kept();
    expect(names).toHaveLength(4);
    expect(told()).toMatchObject({ study: { name: 'Tiny', baseline: {} } });
    // A folder in its place: nothing can be written there, whoever asks.
    const blocked = join(out, 'runs', names[2]!);
    rmSync(blocked);
    mkdirSync(blocked);
    const failed = await lab(...study('--resume'));
    expect(failed.code).toBe(1);
    expect(failed.errors).toContain(`${blocked} could not be written: it is a folder`);
    expect(told()).toMatchObject({ planned: 4, finished: 3 });
    rmSync(blocked, { recursive: true });

    writeFileSync(file, JSON.stringify({ ...STUDY, name: 'Small', baseline: { flip: 'on' } }));
    const renamed = await lab(...study('--resume'));
    expect(renamed.code).toBe(0);
    expect(renamed.errors).toContain('The baseline is now flip on; it was the first cell.');
    expect(kept().sort()).toEqual(names.sort());
    expect(told()).toMatchObject({ finished: 4, study: { name: 'Small', baseline: { flip: 'on' } } });
    const table = readFileSync(join(out, 'table.csv'), 'utf8');
    const more = await lab(...study('--resume', '--seeds', '1,2,3'));
    expect(more.code).toBe(2);
    expect(more.errors).toContain('its seeds are 1, 2, this one’s 1, 2, 3');
    expect(readFileSync(join(out, 'table.csv'), 'utf8')).toBe(table);
  });
});
