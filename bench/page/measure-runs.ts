import * as tf from '@tensorflow/tfjs-core';
import { phantomSource } from '../../src/datasets/sources/phantom.ts';
import { registerSimdBackend } from '../../src/kernels/simd/register.ts';
import { type BenchEntry, summarise } from '../../src/lab/bench/entry.ts';
import { type Dataset, imageLength, SPLITS } from '../../src/lab/dataset.ts';
import { phantomSettings } from '../../src/lab/phantom-settings.ts';
import { parseRecipe } from '../../src/lab/recipe/parse.ts';
import type { Recipe } from '../../src/lab/recipe/recipe.ts';
import type { RunEvent } from '../../src/lab/run-event.ts';
import type { BackendStatus } from '../../src/lab/run-record.ts';
import { RunControl } from '../../src/training/run-control.ts';
import { RUN_PARTS, type RunPart, RunTimes } from '../../src/training/run-times.ts';
import { trainRun } from '../../src/training/train-run.ts';
import { KeptFolder, KeptRoom } from '../../src/worker/host/kept-files.ts';
import { KeptStates } from '../../src/worker/host/kept-states.ts';
import { KeptWeights } from '../../src/worker/host/kept-weights.ts';
import { identityOf, keeping } from '../../src/worker/host/run-states.ts';
import type { BenchRequest } from '../report.ts';
import { RUN_CASES, type RunCase } from './run-cases.ts';

const VERSIONS = { lab: 'bench', tfjs: tf.version_core };
/** Steps that compile and plan before anything is measured. */
const WARM_UP = { epochs: null, steps: 3 } as const;

type Parts = Readonly<Record<RunPart, number>>;

/**
 * The share of whole runs that is steps: epochs with batches, augmentation, readback, evaluation, and the state kept in the
 * browser's files, told to the page as the lab tells them. From the first batch until the weights of the best epoch are kept.
 */
export async function measureRuns(
  { only }: BenchRequest,
  tell: (event: RunEvent) => void,
  progress: (text: string) => void,
): Promise<BenchEntry[]> {
  const cases = RUN_CASES.filter(({ name }) => name.includes(only));
  if (cases.length === 0) return [];
  const { threads } = await registerSimdBackend();
  await tf.setBackend('simd');
  const backend: BackendStatus = {
    ...{ name: 'simd', label: 'SIMD', reason: 'the benchmark', chosen: true },
    ...{ device: 'processor', threads },
  };
  const entries: BenchEntry[] = [];
  for (const runCase of cases) entries.push(await measureCase(runCase, backend, tell, progress));
  return entries;
}

async function measureCase(
  runCase: RunCase,
  backend: BackendStatus,
  tell: (event: RunEvent) => void,
  progress: (text: string) => void,
): Promise<BenchEntry> {
  const { name, counts, epochs, runs } = runCase;
  const dataset = await phantomOf(runCase);
  const recipe = parseRecipe({ ...runCase.recipe, epochs });
  await measureRun(dataset, { ...recipe, ...WARM_UP }, backend, tell);
  const shares: Parts[] = [];
  const seconds: number[] = [];
  for (let run = 0; run < runs; run++) {
    const spent = await measureRun(dataset, recipe, backend, tell);
    const whole = RUN_PARTS.reduce((sum, part) => sum + spent[part], 0);
    const share = Object.fromEntries(RUN_PARTS.map((part) => [part, spent[part] / whole])) as Parts;
    shares.push(share);
    seconds.push(whole / 1000);
    const words = RUN_PARTS.map((part) => `${part} ${share[part].toFixed(3)}`);
    progress(`${name}: ${(whole / 1000).toFixed(1)} s, of which ${words.join(', ')}`);
  }
  const { batch, width } = recipe;
  const medianOf = (part: RunPart) => summarise(shares.map((share) => share[part]));
  return {
    ...{ name, backend: 'simd', unit: 'of the time', threads: backend.threads!, ratios: {} },
    ...medianOf('step'),
    detail: `${counts.train} + ${counts.val} images, ${epochs} epochs, batch ${batch}, width ${width}, flip, noise, rotation`,
    counts: {
      ...Object.fromEntries(RUN_PARTS.map((part) => [part, medianOf(part).value])),
      seconds: summarise(seconds).value,
    },
  };
}

/** As many images of each part as the case asks for. */
async function phantomOf({ shape, counts }: RunCase): Promise<Dataset> {
  // 70 % of a phantom are for training, 10 % for validation.
  const images = 10 * Math.ceil(Math.max(counts.train / 7, counts.val, counts.test / 2));
  const settings = phantomSettings.parse({ shape, images });
  const whole = await phantomSource.load(
    { kind: 'phantom', settings },
    { signal: new AbortController().signal, onProgress: () => {}, onNotice: () => {} },
  );
  const length = imageLength(whole.summary);
  const splits = Object.fromEntries(
    SPLITS.map((split) => {
      const { images, labels } = whole.splits[split];
      const count = counts[split];
      return [split, { count, images: images.slice(0, count * length), labels: labels.slice(0, count) }];
    }),
  ) as Dataset['splits'];
  return { ...whole, summary: { ...whole.summary, counts }, splits };
}

/** Milliseconds of each part, from the first batch until the weights of the best epoch are kept. */
async function measureRun(
  dataset: Dataset,
  recipe: Recipe,
  backend: BackendStatus,
  tell: (event: RunEvent) => void,
): Promise<Parts> {
  const times = new RunTimes();
  let spent = times.milliseconds;
  const emit = (event: RunEvent) => {
    if (event.kind === 'started') times.reset();
    tell(event);
  };
  const run = { id: crypto.randomUUID(), createdAt: Date.now(), continues: false };
  const folders = [new KeptFolder('run-states'), new KeptFolder('run-weights')] as const;
  const room = new KeptRoom(folders);
  const kept = {
    states: new KeptStates(folders[0], room),
    weights: new KeptWeights(folders[1], room, () => {}),
  };
  const identity = identityOf(recipe, dataset.summary, { backend, versions: VERSIONS });
  const { keep, keepBest } = keeping(kept, run, identity, emit);
  await trainRun(dataset, recipe, {
    ...{ control: new RunControl({ onPaused: () => {}, onResumed: () => {} }), emit, backend },
    ...{ versions: VERSIONS, times, keep },
    keepBest: async (best) => {
      await keepBest(best);
      spent = times.milliseconds;
    },
  });
  for (const folder of folders) await folder.drop(run.id);
  return spent;
}
