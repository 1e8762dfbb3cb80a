import type { ValueHistogram } from '../lab/level-histogram.ts';
import classes from './value-histogram.module.css';

const WIDTH = 300;
const HEIGHT = 26;
/** Room for the numbers of the axis. */
const FOOT = 14;
const MOST_TICKS = 8;

/**
 * Histograms of pixel values under each other on one axis, which holds all of them and 0. Heights are square roots of the
 * counts, as the black ground of an image would leave nothing else to be seen.
 */
export function ValueHistograms({
  rows,
  label,
}: {
  rows: readonly { readonly name: string; readonly histogram: ValueHistogram; readonly strong: boolean }[];
  label: string;
}) {
  const from = Math.min(0, ...rows.map(({ histogram }) => histogram.from));
  const to = Math.max(1, ...rows.map(({ histogram }) => histogram.to));
  const x = (value: number) => (WIDTH * (value - from)) / (to - from);
  // Multiples of a whole number, so that 0 is one of them, and no two of them touch.
  const step = Math.max(1, Math.ceil((to - from) / MOST_TICKS));
  const first = Math.ceil(from / step);
  const ticks = Array.from({ length: Math.floor(to / step) - first + 1 }, (_, tick) => (first + tick) * step);
  const height = rows.length * (HEIGHT + 4) + FOOT;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${height}`} className={classes.figure} role="img" aria-label={label}>
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            x1={x(tick)}
            x2={x(tick)}
            y1={0}
            y2={height - FOOT}
            className={classes.tick}
            data-zero={tick === 0 || undefined}
          />
          <text
            x={Math.min(WIDTH - 1, Math.max(1, x(tick)))}
            y={height - 3}
            textAnchor={x(tick) < 8 ? 'start' : x(tick) > WIDTH - 8 ? 'end' : 'middle'}
            className={classes.number}
          >
            {tick < 0 ? `−${-tick}` : tick}
          </text>
        </g>
      ))}
      {rows.map(({ name, histogram, strong }, row) => (
        <g key={name} transform={`translate(0 ${row * (HEIGHT + 4)})`}>
          <path d={area(histogram, x)} className={classes.area} data-strong={strong || undefined} />
          <text x={WIDTH - 1} y={9} textAnchor="end" className={classes.name}>
            {name}
          </text>
        </g>
      ))}
    </svg>
  );
}

function area({ from, to, bins }: ValueHistogram, x: (value: number) => number): string {
  const tallest = Math.sqrt(Math.max(1, ...bins));
  const steps = bins.map((count, bin) => {
    const y = HEIGHT * (1 - Math.sqrt(count) / tallest);
    const [left, right] = [bin, bin + 1].map((edge) => x(from + ((to - from) * edge) / bins.length));
    return `L${left!.toFixed(1)} ${y.toFixed(1)}L${right!.toFixed(1)} ${y.toFixed(1)}`;
  });
  return `M${x(from).toFixed(1)} ${HEIGHT}${steps.join('')}L${x(to).toFixed(1)} ${HEIGHT}Z`;
}
