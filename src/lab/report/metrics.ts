import { type CsvValue, csv } from '../csv.ts';
import { RATE_NAMES, type Rate } from '../results/class-rates.ts';
import type { LabReport, ReportedRun } from './lab-report.ts';
import type { PartLook } from './look-at-part.ts';

/** One figure of a run with its 95 % interval, where the lab has one. */
export interface Measure {
  readonly part: 'val' | 'test';
  /** For instance "auc" or "sensitivity". */
  readonly measure: string;
  /** Class or label that it is of; empty: of the part as a whole. */
  readonly of: string;
  readonly value: number | null;
  readonly interval: readonly [number, number] | null;
}

/** All figures of a run, of the parts that may be shown. */
export function measuresOf({ record, rankingInterval, looks }: ReportedRun): readonly Measure[] {
  const ranking = record.summary?.ranking;
  return [
    ...(ranking
      ? [
          {
            ...{ part: 'val' as const, measure: 'auc cross-fitted', of: '', value: ranking.auc },
            interval: rankingInterval,
          },
        ]
      : []),
    ...looks.flatMap(measuresOfPart),
  ];
}

function measuresOfPart(look: PartLook): readonly Measure[] {
  const { part, meanAuc, outputs, accuracy, classes, macro, reliability } = look;
  const one = (measure: string, of: string, { value, interval }: Rate): Measure => ({
    ...{ part, measure, of, value, interval },
  });
  const plain = (measure: string, of: string, value: number | null) =>
    one(measure, of, { value, interval: null });
  return [
    one('auc best epoch', '', meanAuc),
    one('accuracy', '', accuracy.accuracy),
    plain('accuracy of the lazy model', '', accuracy.lazy),
    ...RATE_NAMES.map((name) => one(`macro ${name}`, '', macro[name])),
    ...outputs.flatMap(({ yes, auc, curves, bands, threshold }) => [
      one('auc best epoch', yes, auc),
      one('average precision', yes, {
        value: curves?.averagePrecision ?? null,
        interval: bands?.averagePrecision ?? null,
      }),
      plain('threshold in log-odds', yes, threshold),
    ]),
    ...classes.flatMap(({ name, rates }) => RATE_NAMES.map((rate) => one(rate, name, rates[rate]))),
    ...reliability.flatMap(({ name, error, chance }) => [
      plain('expected calibration error', name, error),
      plain('calibration error by chance at most', name, chance.high),
    ]),
  ];
}

/** One row for each figure of each run. */
export function metricsCsv(runs: readonly ReportedRun[]): string {
  const rows = runs.flatMap((run) =>
    measuresOf(run).map(({ part, measure, of, value, interval }): CsvValue[] => [
      ...[run.letter, run.name, run.record.recipe.seed, part, measure, of],
      ...[value, interval?.[0], interval?.[1]],
    ]),
  );
  return csv([['run', 'name', 'seed', 'part', 'measure', 'class', 'value', 'low', 'high'], ...rows]);
}

/** One row for each epoch of each run: what the curves are drawn from. */
export function epochsCsv(runs: readonly ReportedRun[]): string {
  const header = [
    ...['run', 'epoch', 'phase', 'train_loss', 'train_auc', 'val_auc', 'val_accuracy', 'val_loss'],
    ...['learning_rate', 'seconds'],
  ];
  const rows = runs.flatMap(({ letter, record }) =>
    record.epochs.map(({ epoch, phase, trainLoss, trainAuc, val, learningRate, seconds }): CsvValue[] => [
      ...[letter, epoch, phase, trainLoss, trainAuc, val.auc, val.acc, val.loss, learningRate, seconds],
    ]),
  );
  return csv([header, ...rows]);
}

/** The same for programs, with what made each run. */
export function metricsJson({ madeAt, lab, browser, runs }: LabReport): string {
  return JSON.stringify(
    {
      kind: 'medmnist-lab-report',
      version: 1,
      madeAt: new Date(madeAt).toISOString(),
      lab,
      browser,
      runs: runs.map((run) => {
        const { record } = run;
        return {
          run: run.letter,
          name: run.name,
          id: record.id,
          status: record.status,
          seed: record.recipe.seed,
          recipeHash: record.recipeHash,
          fingerprint: record.dataset.fingerprint,
          dataset: record.dataset.name,
          synthetic: record.dataset.synthetic,
          backend: record.backend,
          device: record.device.label,
          versions: record.versions,
          bestEpoch: record.summary?.bestEpoch ?? null,
          seconds: record.summary?.seconds ?? null,
          thresholds: run.rule,
          measures: measuresOf(run),
        };
      }),
    },
    null,
    2,
  );
}
