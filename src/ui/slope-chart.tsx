import { useElementSize } from '@mantine/hooks';
import { spreadLabels } from './chart/axis.ts';
import { SavedFigure } from './chart/saved-figure.tsx';
import { toldWithin } from './chart/told-apart.ts';
import { formatAuc } from './format.ts';
import classes from './slope-chart.module.css';

export interface SlopeLine {
  readonly id: string;
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Drawn before the others, in the accent: what was bet on. */
  readonly isMarked: boolean;
}

const LINE = 16;
const TOP = 28;
const BOTTOM = 12;
/** Room for a figure on the left, and least and most room for a name on the right, in pixels. */
const LEFT = 52;
const CHARACTER = 6.4;

/** Where each of several recipes goes from one part of the data to another: lines that cross have changed their order. */
export function SlopeChart({
  lines,
  ends: [first, second],
  label,
}: {
  lines: readonly SlopeLine[];
  ends: readonly [string, string];
  label: string;
}) {
  const { ref, width } = useElementSize();
  const height = TOP + BOTTOM + Math.max(160, lines.length * LINE);
  const values = lines.flatMap(({ from, to }) => [from, to]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const y = (value: number) =>
    TOP + (height - TOP - BOTTOM) * (high === low ? 0.5 : (high - value) / (high - low));
  const right = Math.max(120, Math.min(280, width * 0.42));
  const [x0, x1] = [LEFT, Math.max(LEFT + 60, width - right)];
  const spread = (ends: readonly number[]) => spreadLabels(ends.map(y), LINE, TOP, height - BOTTOM);
  const [starts, stops] = [spread(lines.map(({ from }) => from)), spread(lines.map(({ to }) => to))];
  const names = toldWithin(
    lines.map(({ name }) => name),
    lines.map(() => Math.floor((right - 48) / CHARACTER)),
  );
  const said = lines
    .map(({ name, from, to }) => `${name} from ${formatAuc(from)} to ${formatAuc(to)}`)
    .join('; ');
  return (
    <SavedFigure name={label}>
      <div ref={ref} className={classes.room}>
        <svg width={Math.max(width, x1 + 120)} height={height} role="img" aria-label={`${label}: ${said}`}>
          <text x={x0} y={14} textAnchor="middle" className={classes.end}>
            {first}
          </text>
          <text x={x1} y={14} textAnchor="middle" className={classes.end}>
            {second}
          </text>
          {[x0, x1].map((x) => (
            <line key={x} x1={x} x2={x} y1={TOP - 8} y2={height - BOTTOM + 8} className={classes.axis} />
          ))}
          {lines.map(({ id, name, from, to, isMarked }, index) => (
            <g key={id} className={classes.line} data-marked={isMarked || undefined} data-slope={id}>
              <path d={`M${x0},${y(from).toFixed(1)}L${x1},${y(to).toFixed(1)}`} fill="none" />
              <circle cx={x0} cy={y(from)} r={3} />
              <circle cx={x1} cy={y(to)} r={3} />
              <text x={x0 - 8} y={starts[index]} textAnchor="end" dominantBaseline="central">
                {formatAuc(from)}
              </text>
              <text x={x1 + 8} y={stops[index]} dominantBaseline="central">
                {formatAuc(to)} {names[index]}
                <title>{name}</title>
              </text>
            </g>
          ))}
        </svg>
      </div>
    </SavedFigure>
  );
}
