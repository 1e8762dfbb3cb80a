import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { CHROMIUM_FLAGS, findLightBrowser } from '../scripts/browser.mjs';
import type { RunFile } from '../src/lab/study/run-file.ts';
import { endLeftCommands, lab, startLab } from './support/lab-command.ts';
import { TINY } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

const { dataset, ...recipe } = TINY;

const STUDY = {
  name: 'Tiny',
  base: { ...recipe, dataset },
  factors: [{ subsets: ['flip', 'normalise'] }],
  seeds: [1, 2],
};
const RUNS = 8;
/** Of the seed study, on its first set. */
const CELLS = 5;

let folder: string;
let study: string;

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-study-'));
  study = join(folder, 'my-study.json');
  writeFileSync(study, JSON.stringify(STUDY));
});

test.afterEach(() => {
  endLeftCommands();
  rmSync(folder, { recursive: true, force: true });
});

function runFiles(out: string): string[] {
  return existsSync(join(out, 'runs'))
    ? readdirSync(join(out, 'runs')).filter((name) => name.endsWith('.json'))
    : [];
}

function read(out: string, name: string): string {
  return readFileSync(join(out, name), 'utf8');
}

/** All of a run that must be equal: everything but the clock. */
function curveIn(out: string, name: string) {
  const { record } = JSON.parse(read(out, `runs/${name}`)) as RunFile;
  const { stepLosses, epochs, summary, status } = record;
  return {
    stepLosses,
    epochs: epochs.map((epoch) => ({ ...epoch, seconds: 0, imagesPerSecond: 0 })),
    summary: { ...summary, seconds: 0, imagesPerSecond: 0 },
    status,
  };
}

test('a study that is killed goes on where it was, within the run: nothing is lost, and no run counts twice', async () => {
  test.setTimeout(180_000);
  const base = {
    ...{ width: 2, batch: 16, epochs: 6, augment: { noise: {} }, loss: { name: 'aucm' } },
    // PESG with warm-up and a decay: all that a state is made of.
    optimizer: { name: 'pesg', learningRate: 0.1 },
    schedule: { warmUpEpochs: 1, decayAt: [0.5] },
    dataset: { kind: 'phantom', shape: 'pneumonia', images: 800 },
  };
  writeFileSync(study, JSON.stringify({ ...STUDY, base, factors: [{ subsets: ['flip'] }] }));
  const runs = 4;
  const [whole, out] = [join(folder, 'whole'), join(folder, 'out')];
  const args = ['study', study, '--backend', 'simd', '--out'];
  expect((await lab(...args, whole)).code).toBe(0);

  const command = startLab(...args, out);
  const states = () =>
    existsSync(join(out, 'unfinished'))
      ? readdirSync(join(out, 'unfinished')).filter((name) => name.endsWith('.state'))
      : [];
  // The state of a run goes when its record is there.
  const ofUnfinished = () =>
    states().filter((name) => !runFiles(out).includes(name.replace('.state', '.json')));
  await expect
    .poll(() => Math.min(runFiles(out).length, ofUnfinished().length), { timeout: 120_000, intervals: [20] })
    .toBe(1);
  // The whole group, browser included, without a word of warning.
  command.kill('SIGKILL');
  await command.ended;
  const kept = runFiles(out);
  expect(kept.length).toBeLessThan(runs);
  const before = kept.map((name) => read(out, `runs/${name}`));
  for (const text of before) {
    const { scores } = JSON.parse(text) as RunFile;
    expect(scores?.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6]);
  }

  const refused = await lab(...args, out);
  expect(refused).toMatchObject({ code: 2 });
  expect(refused.errors).toContain('--resume');
  const other = await lab(...args, out, '--resume', '--set', 'epochs=3');
  expect(other.code).toBe(2);

  const resumed = await lab(...args, out, '--resume');
  expect(resumed.errors).toContain(`${kept.length} of ${runs} are finished already`);
  expect(resumed.errors).toMatch(/goes on after epoch \d/);
  expect(resumed.code).toBe(0);
  expect(states()).toEqual([]);
  expect(runFiles(out).sort()).toEqual(runFiles(whole).sort());
  expect(kept.map((name) => read(out, `runs/${name}`))).toEqual(before);
  for (const name of runFiles(out)) expect(curveIn(out, name)).toEqual(curveIn(whole, name));
  expect(read(out, 'runs.csv').trimEnd().split('\n')).toHaveLength(runs + 1);
  const table = read(out, 'table.csv').trimEnd().split('\n');
  expect(table).toHaveLength(3);
  for (const row of table.slice(1)) expect(row).toMatch(/,2,2,/);
  expect(table[0]).not.toContain('test_auc');
  expect(JSON.parse(read(out, 'study.json'))).toMatchObject({ planned: runs, finished: runs, openings: [] });
});

// The page runs it whole.
test('the seed study runs on phantoms of the same shape, one set alone on wish', async () => {
  test.setTimeout(180_000);
  const out = join(folder, 'seed-study');
  const { code } = await lab(
    ...['study', 'preset:seed-study', '--phantoms', '60', '--seeds', '1', '--out', out],
    ...[
      '--datasets',
      'pneumoniamnist',
      '--set',
      'width=2',
      '--set',
      'epochs=1',
      '--backend',
      'simd',
      '--open-test',
    ],
  );
  expect(code).toBe(0);
  expect(runFiles(out)).toHaveLength(CELLS);
  const [header, ...rows] = read(out, 'table.csv').trimEnd().split('\n');
  expect(header).toContain('test_auc_mean');
  expect(header).toContain('val_minus_test');
  expect(rows).toHaveLength(CELLS);
  for (const row of rows)
    expect(row).toMatch(/^Pneumonia phantom,[^,]+,"Pneumonia, upsampled \(phantom\)",.*,1,1,[.\d]+,/);
});

test('shards train apart, one of them in a browser of a remote Playwright server, and merge into one table', async () => {
  test.setTimeout(180_000);
  const executablePath = findLightBrowser();
  const server = await chromium.launchServer({
    ...(executablePath ? { executablePath } : {}),
    args: [...CHROMIUM_FLAGS],
  });
  const shards = [join(folder, 'one'), join(folder, 'two')] as const;
  try {
    const near = await lab(
      ...['study', study, '--out', shards[0], '--shard', '1/2', '--backend', 'simd'],
      ...['--predictions', `${shards[0]}-told`],
    );
    expect(near.code).toBe(0);
    expect(readdirSync(`${shards[0]}-told`)).toHaveLength(4);
    const far = await lab(
      ...['study', study, '--out', shards[1], '--shard', '2/2', '--backend', 'simd', '--workers', '2'],
      ...['--connect', server.wsEndpoint()],
    );
    expect(far.code).toBe(0);
    expect(far.errors).toContain('Worker 2: SIMD');
  } finally {
    await server.close();
  }
  expect(shards.map((shard) => runFiles(shard).length)).toEqual([4, 4]);
  const whole = join(folder, 'whole');
  const told = join(folder, 'told');
  const merged = await lab('merge', ...shards, '--out', whole, '--open-test', '--predictions', told);
  expect(merged.errors).toContain(`${RUNS} of ${RUNS} runs are there`);
  expect(merged.code).toBe(0);
  expect(runFiles(whole)).toHaveLength(RUNS);
  // What each run says of each image, those of the test part that was opened among them.
  expect(readdirSync(told)).toHaveLength(RUNS);
  expect(read(told, readdirSync(told)[0]!)).toMatch(/^test,/m);
  expect(merged.out).toContain('| test AUC (95 % interval)');
  const { openings } = JSON.parse(read(whole, 'study.json')) as { openings: { runs: number }[] };
  expect(openings).toMatchObject([{ runs: RUNS }]);

  // The same recipe and seed in another browser: the same curve.
  const again = join(folder, 'again');
  const seeds = ['--seeds', '1', '--backend', 'simd'];
  expect((await lab('study', study, '--out', again, ...seeds)).code).toBe(0);
  const scores = (out: string, name: string) =>
    (JSON.parse(read(out, `runs/${name}`)) as { record: { stepLosses: number[] } }).record.stepLosses;
  for (const name of runFiles(again)) expect(scores(again, name)).toEqual(scores(whole, name));
});

test('bad arguments are told before anything starts', async () => {
  const out = join(folder, 'out');
  const cases: readonly (readonly [string[], RegExp])[] = [
    [['study', join(folder, 'none.json'), '--out', out], /There is no file/],
    [['study', 'preset:nothing', '--out', out], /no preset "nothing"/],
    [['study', study, '--out', out, '--shard', '3/2'], /no shard/],
    [['study', study, '--out', out, '--set', 'epochs=0'], /epochs/],
    [['study', study, '--out', out, '--datasets', 'chestmnist'], /No cell is on chestmnist/],
    [['study', 'preset:seed-study', '--out', out, '--phantoms', '10'], /60 to 20000 images, not 10/],
    [['merge', join(folder, 'none'), '--out', out], /not the file of a study/],
  ];
  for (const [args, words] of cases) {
    const { code, errors } = await lab(...args);
    expect(errors).toMatch(words);
    expect(code).toBe(2);
  }
  expect(existsSync(out)).toBe(false);
});
