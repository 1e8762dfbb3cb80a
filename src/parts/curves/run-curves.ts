import { runLength } from '../../lab/recipe/run-length.ts';
import type { RunMark } from '../../state/runs/letters.ts';
import type { RunRow, RunSeries } from '../../storage/runs.ts';
import type { Curve, Mark } from '../../ui/chart/curve.ts';
import { runColour } from '../../ui/palettes.ts';
import { type Point, smooth } from '../../ui/thin-points.ts';

/** A run with what is needed to draw it. */
export interface DrawnRun {
  readonly row: RunRow;
  readonly name: string;
  readonly mark: RunMark;
  readonly series: RunSeries;
  /** Whether it is the one to beat, which stands behind the others. */
  readonly isGhost?: boolean;
}

type Scheme = 'light' | 'dark';

/** How the line of a run is drawn: the one to beat in grey, and dotted. */
function strokeOf({ mark: { letter, colour }, isGhost = false }: DrawnRun, scheme: Scheme) {
  return {
    letter,
    colour: runColour(isGhost ? null : colour, scheme),
    dash: isGhost ? '1 4' : '',
    opacity: 1,
    width: 2,
  };
}

/** Val AUC as full lines with their names; train AUC behind them, thin and without a name. */
export function aucCurves(runs: readonly DrawnRun[], scheme: Scheme): Curve[] {
  return runs.flatMap((run) => {
    const { row, name, series } = run;
    const stroke = strokeOf(run, scheme);
    const { colour } = stroke;
    const val = series.epochs.map(({ epoch, val: { auc } }) => ({ x: epoch, y: auc }));
    const train = series.epochs.flatMap(({ epoch, trainAuc }) =>
      trainAuc === null ? [] : [{ x: epoch, y: trainAuc }],
    );
    const line = { ...stroke, id: row.id, name, points: val };
    if (run.isGhost) return [line];
    return [
      { id: `${row.id} train`, name: null, colour, dash: '3 3', opacity: 0.6, width: 1, points: train },
      line,
    ];
  });
}

/** The loss of each step, faint, under its smoothed course; x in epochs, so that batch sizes do not matter. */
export function lossCurves(runs: readonly DrawnRun[], scheme: Scheme, smoothing: number): Curve[] {
  return runs.flatMap((run) => {
    const { row, name, series } = run;
    const points = (losses: readonly number[]): Point[] =>
      losses.map((loss, step) => ({ x: (step + 1) / row.stepsPerEpoch, y: loss }));
    const raw = points(series.stepLosses);
    const line = strokeOf(run, scheme);
    if (run.isGhost)
      return [{ ...line, id: row.id, name, points: points(smooth(series.stepLosses, smoothing)) }];
    if (smoothing === 0) return [{ ...line, id: row.id, name, points: raw }];
    return [
      { ...line, id: `${row.id} raw`, name: null, opacity: 0.25, width: 1, points: raw },
      { ...line, id: row.id, name, points: points(smooth(series.stepLosses, smoothing)) },
    ];
  });
}

/** The best epoch of each run that has ended. */
export function bestMarks(runs: readonly DrawnRun[], scheme: Scheme): Mark[] {
  return runs.flatMap(({ row, mark, isGhost }) =>
    row.summary && !isGhost
      ? [{ id: row.id, x: row.summary.bestEpoch, colour: runColour(mark.colour, scheme) }]
      : [],
  );
}

function isOpen({ status }: RunRow): boolean {
  return status === 'running' || status === 'paused';
}

/** Right end of the x axis: the epochs asked for by the longest run. */
export function epochsEnd(rows: readonly RunRow[]): number {
  return Math.max(
    1,
    ...rows.map((row) => (isOpen(row) ? runLength(row.recipe, row.stepsPerEpoch).epochs : row.epochsDone)),
  );
}
