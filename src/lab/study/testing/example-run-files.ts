import { createRandom } from '../../random.ts';
import { scoreRanking } from '../../ranking/cross-fit.ts';
import type { Predictions, RunRecord } from '../../run-record.ts';
import { scorePredictions } from '../../statistics/scores.ts';
import { expandStudy, type PlannedRun } from '../expand.ts';
import { plainPredictionsOf } from '../plain-predictions.ts';
import { RUN_FILE_VERSION, type RunFile } from '../run-file.ts';
import type { Study } from '../study.ts';

const COUNTS = { train: 84, val: 60, test: 66 } as const;
const POSITIVES = { val: 20, test: 23 } as const;

function predictions(seed: number, part: 'val' | 'test', cell: string, separation: number): Predictions {
  // What makes an image hard is the same for all runs; what a run makes of it is its own.
  const shared = createRandom(81, COUNTS[part]);
  const own = createRandom(82, COUNTS[part], seed, Number.parseInt(cell.slice(0, 6), 16));
  const labels = Uint8Array.from({ length: COUNTS[part] }, (_, item) => (item < POSITIVES[part] ? 1 : 0));
  const logits = Float32Array.from(
    labels,
    (label) => label * separation + 0.9 * shared.normal() + 0.5 * own.normal(),
  );
  return { logits, activation: 'sigmoid', labels, outputs: 1 };
}

/**
 * A finished run as a file holds it, whole: its parts agree, so that every check of a bundle accepts it. Nothing was
 * trained.
 *
 * @param separation of the classes, in standard deviations
 */
export function exampleRunFile(run: PlannedRun, separation: number): RunFile {
  const val = predictions(run.seed, 'val', run.cell.key, separation);
  const test = predictions(run.seed, 'test', run.cell.key, separation);
  const scores = scorePredictions(val, 'binary', null)!;
  const record: RunRecord = {
    version: 1,
    id: `${run.key}-example`,
    createdAt: 1_700_000_000_000,
    recipe: run.recipe,
    recipeHash: run.recipeHash,
    dataset: {
      key: run.cell.block,
      catalogueId: null,
      name: 'Pneumonia phantom',
      task: 'binary',
      dims: 2,
      size: 28,
      channels: 1,
      classNames: ['clear', 'opacity'],
      counts: COUNTS,
      classCounts: {
        train: [60, 24],
        val: [COUNTS.val - POSITIVES.val, POSITIVES.val],
        test: [COUNTS.test - POSITIVES.test, POSITIVES.test],
      },
      licence: 'synthetic',
      synthetic: true,
      fingerprint: 'f'.repeat(64),
      origin: 'an example',
      notes: [],
    },
    backend: 'cpu',
    device: { name: 'cpu', label: 'CPU', reason: '', chosen: true, device: 'a test', threads: 1 },
    versions: { lab: '0.1.0', tfjs: '4.22.0' },
    status: 'finished',
    error: null,
    parameters: 10,
    stepsPerEpoch: 2,
    stepLosses: [0.7, 0.6, 0.5, 0.4],
    epochs: [1, 2].map((epoch) => ({
      ...{ epoch, phase: 'main', trainLoss: 0.7 / epoch, trainAuc: 0.6, val: scores },
      ...{ learningRate: 0.1, seconds: 1, imagesPerSecond: 100 },
    })),
    summary: {
      val: scores,
      ranking: { ...scoreRanking(val, 'binary')!, epochs: [2, 2] },
      test: scorePredictions(test, 'binary', null),
      ...{ bestEpoch: 2, epochs: 2, ended: 'all-epochs', imagesPerSecond: 100, seconds: 2 },
    },
  };
  return {
    kind: 'medmnist-lab-run',
    version: RUN_FILE_VERSION,
    key: run.key,
    record,
    predictions: {
      val: plainPredictionsOf(val),
      ranking: plainPredictionsOf(val),
      test: plainPredictionsOf(test),
    },
  };
}

/** Files of all runs of a study. @param separationOf by the name of the cell */
export function exampleRunFiles(study: Study, separationOf: (cell: string) => number): readonly RunFile[] {
  return expandStudy(study).runs.map((run) => exampleRunFile(run, separationOf(run.cell.name)));
}
