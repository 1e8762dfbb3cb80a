import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunRecord } from '../src/lab/run-record.ts';
import { endLeftCommands, lab, startLab } from './support/lab-command.ts';
import { expect, test } from './support/test.ts';

test.describe.configure({ timeout: 180_000 });

let folder: string;

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-resume-'));
});

test.afterEach(() => {
  endLeftCommands();
  rmSync(folder, { recursive: true, force: true });
});

/** PESG with warm-up and a decay: all that a state is made of. */
const RECIPE = {
  ...{ width: 2, batch: 16, epochs: 6, augment: { noise: {} } },
  loss: { name: 'aucm' },
  optimizer: { name: 'pesg', learningRate: 0.1 },
  schedule: { warmUpEpochs: 1, decayAt: [0.5] },
};

/** All that must be equal: everything but the clock. */
function curveOf({ stepLosses, epochs, summary, status }: RunRecord) {
  return {
    stepLosses,
    epochs: epochs.map((epoch) => ({ ...epoch, seconds: 0, imagesPerSecond: 0 })),
    summary: { ...summary, seconds: 0, imagesPerSecond: 0 },
    status,
  };
}

function read<Value>(path: string): Value {
  return JSON.parse(readFileSync(path, 'utf8')) as Value;
}

test('a run that was killed, and one that was stopped, go on as if nothing had happened', async () => {
  const recipe = join(folder, 'recipe.json');
  writeFileSync(recipe, JSON.stringify(RECIPE));
  const [whole, cut] = [join(folder, 'whole.json'), join(folder, 'cut.json')];
  const run = [
    'train',
    '--data',
    'phantom:pneumonia',
    '--recipe',
    recipe,
    '--backend',
    'simd',
    '--open-test',
    '--out',
  ];
  expect((await lab(...run, whole)).code).toBe(0);

  const killed = startLab(...run, cut);
  await expect.poll(() => existsSync(`${cut}.state`), { timeout: 120_000, intervals: [20] }).toBe(true);
  killed.kill('SIGKILL');
  await killed.ended;
  expect(existsSync(cut)).toBe(false);

  const stopped = startLab(...run, cut, '--resume');
  await stopped.said(/epoch [3-5]\//);
  stopped.kill('SIGINT');
  expect((await stopped.ended).code).toBe(130);
  const before = read<RunRecord>(cut);
  expect(before.status).toBe('stopped');

  const other = await lab(...run, cut, '--resume', '--set', 'seed=2');
  expect(other.code).toBe(1);
  expect(other.errors).toContain('The kept state is of another recipe.');
  expect(other.errors).toContain('--resume goes on from there');

  const resumed = await lab(...run, cut, '--resume');
  expect(resumed.code).toBe(0);
  const record = read<RunRecord>(cut);
  expect(curveOf(record)).toEqual(curveOf(read<RunRecord>(whole)));
  expect({ id: record.id, createdAt: record.createdAt }).toEqual({
    id: before.id,
    createdAt: before.createdAt,
  });
  expect(readdirSync(folder).sort()).toEqual(['cut.json', 'recipe.json', 'whole.json']);
});
