import { createRandom } from '../../random.ts';
import { scoreRanking } from '../../ranking/cross-fit.ts';
import type { Predictions } from '../../run-record.ts';
import { auc } from '../../statistics/auc.ts';
import type { Cell, Expansion, PlannedRun } from '../expand.ts';
import { type ScoredRun, type StudyRecord, scoreRun } from '../scored-run.ts';

/** How good a cell's runs are: the distance of the classes in standard deviations, and its spread over seeds. */
export interface Quality {
  readonly separation: number;
  readonly seedSpread: number;
  /** Distance on the test part, where it is another. */
  readonly testSeparation?: number;
}

const POSITIVES = 60;
const NEGATIVES = 120;

function predictions(run: PlannedRun, part: number, separation: number): Predictions {
  // What makes an image hard is the same for all runs; what a run makes of it is its own.
  const shared = createRandom(71, part);
  const own = createRandom(72, part, run.seed, Number.parseInt(run.cell.key.slice(0, 6), 16));
  const labels = Uint8Array.from({ length: POSITIVES + NEGATIVES }, (_, item) => (item < POSITIVES ? 1 : 0));
  const logits = Float32Array.from(
    labels,
    (label) => label * separation + 0.9 * shared.normal() + 0.3 * own.normal(),
  );
  return { logits, activation: 'sigmoid', labels, outputs: 1 };
}

/** A finished run whose predictions are drawn at random, with the wanted quality. */
export function syntheticRun(
  run: PlannedRun,
  quality: Quality,
  change: Partial<StudyRecord> = {},
): ScoredRun {
  const shift =
    quality.seedSpread * createRandom(73, run.seed, Number.parseInt(run.cell.key.slice(0, 6), 16)).normal();
  const val = predictions(run, 1, quality.separation + shift);
  const test = predictions(run, 2, (quality.testSeparation ?? quality.separation) + shift);
  const scores = (part: Predictions) => ({
    auc: auc(part.labels, part.logits)!,
    acc: 0.9,
    loss: 0.3,
    interval: null,
    aucByClass: [auc(part.labels, part.logits)],
  });
  const record: StudyRecord = {
    id: run.key,
    recipe: run.recipe,
    recipeHash: run.recipeHash,
    dataset: {
      key: run.cell.block,
      catalogueId: null,
      name: 'Synthetic',
      task: 'binary',
      dims: 2,
      size: 28,
      channels: 1,
      classNames: ['no', 'yes'],
      counts: { train: 300, val: 180, test: 180 },
      classCounts: { train: [200, 100], val: [NEGATIVES, POSITIVES], test: [NEGATIVES, POSITIVES] },
      licence: 'synthetic',
      synthetic: true,
      fingerprint: 'f'.repeat(64),
      origin: 'a test',
      notes: [],
    },
    backend: 'cpu',
    versions: { lab: '0.1.0', tfjs: '4.22.0' },
    stepsPerEpoch: 3,
    summary: {
      val: scores(val),
      ranking: { ...scoreRanking(val, 'binary')!, epochs: [3, 3] },
      test: scores(test),
      bestEpoch: 3,
      epochs: 5,
      ended: 'all-epochs',
      imagesPerSecond: 100,
      seconds: 15,
    },
    ...change,
  };
  return scoreRun(record, { val, ranking: val, test })!;
}

/** A run for every planned one, by key. */
export function syntheticRuns({ runs }: Expansion, quality: (cell: Cell) => Quality): Map<string, ScoredRun> {
  return new Map(runs.map((run) => [run.key, syntheticRun(run, quality(run.cell))]));
}
