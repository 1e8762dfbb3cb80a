import { runLength } from '../../lab/recipe/run-length.ts';
import type { RunMark } from '../../state/runs/letters.ts';
import { bestEpochOf } from '../../state/training/summarise-epochs.ts';
import type { RunRow, RunSeries } from '../../storage/runs.ts';
import type { BandPoint, Curve, Mark } from '../../ui/chart/curve.ts';
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

/**
 * Val AUC as full lines with their names; train AUC behind them, thin and without a name.
 *
 * @param focus id of the run whose gap between the two is filled; null: none
 */
export function aucCurves(runs: readonly DrawnRun[], scheme: Scheme, focus: string | null = null): Curve[] {
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
      {
        ...{ id: `${row.id} train`, name: null, colour, dash: '3 3', opacity: 0.6, width: 1, points: train },
        ...(row.id === focus ? { band: gapBetween(train, val) } : {}),
      },
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

/** The area where training is ahead of validation: it grows as a model learns by heart. */
function gapBetween(train: readonly Point[], val: readonly Point[]): BandPoint[] {
  const heights = new Map(val.map(({ x, y }) => [x, y]));
  const pairs = train.flatMap(({ x, y }) => {
    const low = heights.get(x);
    return low === undefined ? [] : [{ x, low, high: y }];
  });
  return pairs.flatMap((pair, index) => {
    const before = pairs[index - 1];
    const point = { ...pair, high: Math.max(pair.low, pair.high) };
    const [left, right] = [before ? before.high - before.low : 0, pair.high - pair.low];
    if (!before || left * right >= 0) return [point];
    // Where the two lines cross the area begins, or ends.
    const share = left / (left - right);
    const y = before.low + share * (pair.low - before.low);
    return [{ x: before.x + share * (pair.x - before.x), low: y, high: y }, point];
  });
}

/** The run that is spoken of: the latest that is drawn, which trains if one does. */
export function runFocus(runs: readonly DrawnRun[]): DrawnRun | null {
  // They stand by letter, and a letter that is free again goes to the next run; one that goes on is older than others.
  const rank = ({ row }: DrawnRun) => [Number(isOpen(row)), row.createdAt] as const;
  const isLater = (run: DrawnRun, than: DrawnRun) => {
    const [[open, at], [openThan, atThan]] = [rank(run), rank(than)];
    return open === openThan ? at >= atThan : open > openThan;
  };
  return runs
    .filter(({ isGhost }) => !isGhost)
    .reduce<DrawnRun | null>((latest, run) => (latest && !isLater(run, latest) ? latest : run), null);
}

/** More flags than this have no words: two side by side would cover each other's. */
const TOLD_FLAGS = 1;

/** The best epoch of each run so far. */
export function bestMarks(runs: readonly DrawnRun[], scheme: Scheme): Mark[] {
  const own = runs.filter(({ isGhost }) => !isGhost);
  return own.flatMap(({ row, mark, series }) => {
    const best = bestEpochOf(series.epochs);
    if (!best) return [];
    const label = own.length <= TOLD_FLAGS ? `best: ${best.epoch}` : null;
    return [{ id: row.id, x: best.epoch, y: best.val.auc, colour: runColour(mark.colour, scheme), label }];
  });
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
