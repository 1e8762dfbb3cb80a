import type { LabelValues } from '../../lab/label-values.ts';
import { axisPosition, probabilityOf } from '../../lab/light-table/score-axis.ts';
import classes from './loupe.module.css';
import type { TableEpoch } from './table-frame.ts';

const WIDTH = 240;
const HEIGHT = 56;

/** Least span of the drawing, as a share of the axis of scores. */
const LEAST_RANGE = 0.08;

/** The score of one image over the epochs, before the middle images of the two classes. */
export function ScoreHistory({
  epochs,
  position,
  tile,
  labels,
  colours,
  colour,
}: {
  epochs: readonly TableEpoch[];
  position: number;
  tile: number;
  labels: LabelValues;
  colours: readonly [no: string, yes: string];
  colour: string;
}) {
  const lines = [
    epochs.map(({ scores }) => mediansOf(scores, labels)[0]),
    epochs.map(({ scores }) => mediansOf(scores, labels)[1]),
    epochs.map(({ scores }) => scores[tile]!),
  ].map((line) => line.map((score) => (score === null ? null : axisPosition(score))));
  const heights = lines.flat().filter((height) => height !== null);
  const middle = (Math.max(...heights) + Math.min(...heights)) / 2;
  const range = Math.max(LEAST_RANGE, Math.max(...heights) - Math.min(...heights));
  const first = epochs[0]!.epoch;
  const span = Math.max(1, epochs.at(-1)!.epoch - first);
  const x = (at: number) => ((epochs[at]!.epoch - first) / span) * WIDTH;
  const y = (height: number) => (0.5 - (height - middle) / range) * HEIGHT;
  const points = (line: readonly (number | null)[]) =>
    line
      .flatMap((height, at) => (height === null ? [] : [`${x(at).toFixed(1)},${y(height).toFixed(1)}`]))
      .join(' ');
  const [no, yes, own] = lines.map(points);
  const even = y(0.5);
  const shown = epochs[position - 1];
  return (
    <svg
      viewBox={`-4 -4 ${WIDTH + 8} ${HEIGHT + 8}`}
      className={classes.history}
      preserveAspectRatio="xMinYMid"
      role="img"
      aria-label={`Its score by epoch, and the middle of each class: ${spokenHistory(epochs, tile)}`}
    >
      {even > 0 && even < HEIGHT && <path d={`M0,${even}H${WIDTH}`} className={classes.even} />}
      <polyline points={no} stroke={colours[0]} className={classes.middleLine} />
      <polyline points={yes} stroke={colours[1]} className={classes.middleLine} />
      <polyline points={own} stroke="#f2f4f7" className={classes.ownLine} />
      {shown && (
        <circle
          cx={x(position - 1)}
          cy={y(axisPosition(shown.scores[tile]!))}
          r={4}
          fill={colour}
          stroke="#f2f4f7"
        />
      )}
    </svg>
  );
}

/** From the first epoch to the last. */
function spokenHistory(epochs: readonly TableEpoch[], tile: number): string {
  const [first, last] = [epochs[0]!, epochs.at(-1)!].map(
    ({ epoch, scores }) => `${probabilityOf(scores[tile]!).toFixed(2)} after epoch ${epoch}`,
  );
  return `from ${first} to ${last}`;
}

/** Those of an epoch do not change, and are drawn for each image that is looked at. */
const knownMedians = new WeakMap<Float64Array, readonly [no: number | null, yes: number | null]>();

function mediansOf(
  scores: Float64Array,
  labels: LabelValues,
): readonly [no: number | null, yes: number | null] {
  const known = knownMedians.get(scores);
  if (known) return known;
  const medians = [medianOf(scores, labels, 0), medianOf(scores, labels, 1)] as const;
  knownMedians.set(scores, medians);
  return medians;
}

function medianOf(scores: Float64Array, labels: LabelValues, label: number): number | null {
  const own = scores.filter((_, at) => labels[at] === label).sort();
  return own.length === 0 ? null : own[own.length >> 1]!;
}
