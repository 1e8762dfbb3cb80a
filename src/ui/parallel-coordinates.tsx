import { useElementSize } from '@mantine/hooks';
import { SavedFigure } from './chart/saved-figure.tsx';
import classes from './parallel-coordinates.module.css';

/** One upright axis: numbers on a scale, or words in their order. */
export interface CoordinateAxis {
  readonly name: string;
  /** Value of each line; null where it has none. */
  readonly values: readonly (number | string | null)[];
}

export interface CoordinateLine {
  readonly id: string;
  readonly name: string;
  readonly colour: string;
}

const HEIGHT = 240;
const TOP = 28;
const BOTTOM = 12;
/** Least distance of two axes; where the page has more room they stand further apart. */
const LEAST_SPACING = 120;
const SIDE = 64;

interface Scale {
  readonly at: (value: number | string) => number;
  readonly ticks: readonly { readonly y: number; readonly label: string }[];
}

/** A number that is none has no place, and must not take that of the others. */
function isDrawable(value: number | string): boolean {
  return typeof value === 'string' || Number.isFinite(value);
}

/** Numbers from the least (at the foot) to the most; words evenly, in the order in which they come. */
function scaleOf(values: readonly (number | string | null)[]): Scale {
  const there = values.filter((value) => value !== null).filter(isDrawable);
  const foot = HEIGHT - BOTTOM;
  if (there.every((value) => typeof value === 'number')) {
    const [low, high] = [Math.min(...there), Math.max(...there)];
    const at = (value: number | string) =>
      low === high ? (TOP + foot) / 2 : foot - ((Number(value) - low) / (high - low)) * (foot - TOP);
    const ends = low === high ? [low] : [low, high];
    return {
      at,
      ticks: ends.map((value) => ({ y: at(value), label: String(Number(value.toPrecision(3))) })),
    };
  }
  const words = [...new Set(there.map(String))];
  const at = (value: number | string) =>
    words.length === 1
      ? (TOP + foot) / 2
      : TOP + (words.indexOf(String(value)) / (words.length - 1)) * (foot - TOP);
  return { at, ticks: words.map((label) => ({ y: at(label), label })) };
}

/** Each run as a line across what differs, ending in what came of it. */
export function ParallelCoordinates({
  axes,
  lines,
  label,
}: {
  axes: readonly CoordinateAxis[];
  lines: readonly CoordinateLine[];
  label: string;
}) {
  const { ref, width: room } = useElementSize();
  const scales = axes.map(({ values }) => scaleOf(values));
  const width = Math.max(room, 2 * SIDE + (axes.length - 1) * LEAST_SPACING);
  const spacing = (width - 2 * SIDE) / Math.max(1, axes.length - 1);
  const x = (axis: number) => SIDE + axis * spacing;
  const path = (line: number) =>
    axes
      .flatMap(({ values }, axis) => {
        const value = values[line];
        return value === null || value === undefined || !isDrawable(value)
          ? []
          : [`${x(axis)},${scales[axis]!.at(value).toFixed(1)}`];
      })
      .join('L');
  return (
    <SavedFigure name={label}>
      <div ref={ref} className={classes.room}>
        <svg width={width} height={HEIGHT} role="img" aria-label={label}>
          {lines.map(({ id, name, colour }, index) => (
            <path
              key={id}
              d={`M${path(index)}`}
              fill="none"
              stroke={colour}
              strokeWidth={2}
              strokeOpacity={0.8}
            >
              <title>{name}</title>
            </path>
          ))}
          {axes.map(({ name }, axis) => (
            <g key={name}>
              <line x1={x(axis)} x2={x(axis)} y1={TOP} y2={HEIGHT - BOTTOM} stroke="var(--lab-axis)" />
              <text x={x(axis)} y={14} textAnchor="middle" className={classes.axisName}>
                {name.length > 22 ? `${name.slice(0, 21)}…` : name}
              </text>
              {scales[axis]!.ticks.map(({ y, label: tick }) => (
                <text key={tick} x={x(axis) + 6} y={y} dominantBaseline="central" className={classes.tick}>
                  {tick}
                </text>
              ))}
            </g>
          ))}
        </svg>
      </div>
    </SavedFigure>
  );
}
