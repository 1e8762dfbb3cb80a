import type { ReportFigure } from '../../lab/report/lab-report.ts';
import type { RunRecord } from '../../lab/run-record.ts';
import { formatAuc, formatLoss } from '../format.ts';
import { curveFigure } from './curve-figure.ts';

/** A run as the curves need it. */
interface CurveRun {
  readonly letter: string;
  readonly name: string;
  readonly colour: string;
  readonly record: Pick<RunRecord, 'epochs'>;
}

/** AUC and loss of all runs, epoch by epoch. */
export function runCurves(runs: readonly CurveRun[]): readonly ReportFigure[] {
  const trained = runs.filter(({ record }) => record.epochs.length > 0);
  if (trained.length === 0) return [];
  const nameOf = ({ letter, name }: CurveRun) => `${letter} ${name}`;
  const auc = trained.flatMap((run) => [
    {
      ...{ name: null, colour: run.colour, isBehind: true },
      points: run.record.epochs.flatMap(({ epoch, trainAuc }) =>
        trainAuc === null ? [] : [{ x: epoch, y: trainAuc }],
      ),
    },
    {
      ...{ name: nameOf(run), colour: run.colour, isBehind: false },
      points: run.record.epochs.map(({ epoch, val }) => ({ x: epoch, y: val.auc })),
    },
  ]);
  const loss = trained.map((run) => ({
    ...{ name: nameOf(run), colour: run.colour, isBehind: false },
    points: run.record.epochs.map(({ epoch, trainLoss }) => ({ x: epoch, y: trainLoss })),
  }));
  return [
    {
      file: 'auc',
      title: 'AUC by epoch',
      note: 'AUC by epoch. Full line: validation. Dotted: training, on the images as they were augmented.',
      ...curveFigure('AUC by epoch', auc, { floor: 0, ceiling: 1, format: formatAuc }),
    },
    {
      file: 'loss',
      title: 'Loss by epoch',
      note: 'Mean training loss by epoch; losses of different kinds are not comparable by height.',
      ...curveFigure('Training loss by epoch', loss, { floor: 0, ceiling: null, format: formatLoss }),
    },
  ];
}
