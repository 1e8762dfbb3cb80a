import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { type BenchEntry, summarise } from '../src/lab/bench/entry.ts';

const ROOT = resolve(import.meta.dirname, '..');
const SAMPLES = 7;

/** What a person waits for: a command, and the words on its output that end the wait. */
const WAITS = [
  {
    name: 'start/lab',
    detail: 'npm run lab -- train: until the first batch is reported',
    backend: 'simd',
    threads: availableParallelism(),
    args: [
      ...['run', 'lab', '--', 'train', '--data', 'phantom:pneumonia', '--backend', 'simd'],
      ...['--set', 'width=4', '--set', 'epochs=1'],
    ],
    until: /step [1-9]/,
  },
  {
    name: 'start/page',
    detail: 'npm start: until the page is served',
    backend: 'none',
    threads: 1,
    args: ['start', '--', '--no-open'],
    until: /The lab is ready/,
  },
] as const;

/** Seconds that the commands take to start on a lab that is built; medians of samples in turn. */
export async function measureStartUp(only: string): Promise<BenchEntry[]> {
  const waits = WAITS.filter(({ name }) => name.includes(only));
  // The first of each builds what is old.
  for (const { args, until } of waits) await secondsUntil(args, until);
  const samples = waits.map((): number[] => []);
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    for (const [index, { args, until }] of waits.entries()) {
      samples[index]!.push(await secondsUntil(args, until));
    }
  }
  return waits.map(({ name, detail, backend, threads }, index) => ({
    ...{ name, detail, backend, threads, unit: 's', ratios: {} },
    ...summarise(samples[index]!),
  }));
}

/** @throws Error when the command ends before */
async function secondsUntil(args: readonly string[], words: RegExp): Promise<number> {
  const from = performance.now();
  // A process group of its own: npm does not hand a signal on to what it started.
  const child = spawn('npm', args, { cwd: ROOT, detached: true });
  let said = '';
  const reached = new Promise<number>((resolveSeconds, reject) => {
    const listen = (data: Buffer) => {
      said += data;
      if (words.test(said)) resolveSeconds((performance.now() - from) / 1000);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('close', () => reject(new Error(`npm ${args.join(' ')} ended before:\n${said}`)));
  });
  const seconds = await reached;
  const closed = new Promise((done) => child.once('close', done));
  if (child.exitCode === null) process.kill(-child.pid!, 'SIGTERM');
  await closed;
  return seconds;
}
