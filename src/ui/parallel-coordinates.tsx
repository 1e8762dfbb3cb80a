import { useElementSize } from '@mantine/hooks';
import { spreadLabels } from './chart/axis.ts';
import { SavedFigure } from './chart/saved-figure.tsx';
import { shortened } from './chart/shortened.ts';
import classes from './parallel-coordinates.module.css';

/** One upright axis: numbers on a scale, or words in their order. */
export interface CoordinateAxis {
  readonly name: string;
  /** Value of each line; null where it has none. */
  readonly values: readonly (number | string | null)[];
  /** Of numbers; absent: three digits that count. */
  readonly format?: (value: number) => string;
}

export interface CoordinateLine {
  readonly id: string;
  /** Written at the line's end. */
  readonly letter: string;
  readonly name: string;
  readonly colour: string;
}

/** Of an axis, in pixels. */
const LENGTH = 200;
/** A line of names. Neighbours take turns: of two lines each name has twice the room, where that is too little of more. */
const NAME_LINE = 18;
const NAME_ROOM = 72;
const MOST_NAME_LINES = 4;
/** Closer than this, the values beside the axes would lie on each other; they stand in the table as well. */
const ROOM_FOR_VALUES = 36;
const BOTTOM = 16;
const LEFT = 12;
/** Room for the values of the last axis and the letters, in pixels. */
const RIGHT = 88;
/** Width of a character, about, in pixels. */
const CHARACTER = 6.4;
/** Around the value of an axis, in pixels: some letters are wider than most. */
const VALUE_GAPS = 18;
/** Closer than this, letters at the lines' ends would lie on each other. */
const LETTER = 14;

interface Scale {
  readonly at: (value: number | string) => number;
  readonly ticks: readonly { readonly y: number; readonly label: string }[];
}

/** A number that is none has no place, and must not take that of the others. */
function isDrawable(value: number | string): boolean {
  return typeof value === 'string' || Number.isFinite(value);
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** Numbers from the least (at the foot) to the most; words evenly, in the order in which they come. */
function scaleOf({ values, format = shortNumber }: CoordinateAxis, top: number): Scale {
  const there = values.filter((value) => value !== null).filter(isDrawable);
  const foot = top + LENGTH;
  if (there.every((value) => typeof value === 'number')) {
    const [low, high] = [Math.min(...there), Math.max(...there)];
    const at = (value: number | string) =>
      low === high ? (top + foot) / 2 : foot - ((Number(value) - low) / (high - low)) * (foot - top);
    const ends = low === high ? [low] : [low, high];
    return {
      at,
      ticks: ends.map((value) => ({ y: at(value), label: format(value) })),
    };
  }
  const words = [...new Set(there.map(String))];
  const at = (value: number | string) =>
    words.length === 1
      ? (top + foot) / 2
      : top + (words.indexOf(String(value)) / (words.length - 1)) * (foot - top);
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
  // All of it fits, however many axes there are: names and values are cut, not the last axis, which is the answer.
  const width = Math.max(room, 240);
  const spacing = (width - LEFT - RIGHT) / Math.max(1, axes.length - 1);
  const x = (axis: number) => LEFT + axis * spacing;
  const nameLines = Math.min(MOST_NAME_LINES, Math.max(2, Math.ceil(NAME_ROOM / spacing)));
  const top = 16 + nameLines * NAME_LINE;
  const height = top + LENGTH + BOTTOM;
  const scales = axes.map((axis) => scaleOf(axis, top));
  const last = axes.length - 1;
  const ends = lines.map((_, line) => {
    const value = axes[last]?.values[line];
    return value === null || value === undefined || !isDrawable(value) ? null : scales[last]!.at(value);
  });
  const ended = ends.flatMap((end, line) => (end === null ? [] : [{ end, line }]));
  const spread = spreadLabels(
    ended.map(({ end }) => end),
    LETTER,
    top,
    height - LETTER / 2,
  );
  const places = new Map(ended.map(({ line }, index) => [line, spread[index]!]));
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
        <svg width={width} height={height} role="img" aria-label={label}>
          {lines.map(({ id, letter, name, colour }, index) => (
            <path
              key={id}
              d={`M${path(index)}`}
              fill="none"
              stroke={colour}
              strokeWidth={2}
              strokeOpacity={0.8}
            >
              <title>{`${letter} ${name}`}</title>
            </path>
          ))}
          {axes.map(({ name }, axis) => (
            <g key={name}>
              <line x1={x(axis)} x2={x(axis)} y1={top} y2={height - BOTTOM} stroke="var(--lab-axis)" />
              <text
                x={axis === last ? width : x(axis)}
                y={14 + ((last - axis) % nameLines) * NAME_LINE}
                textAnchor={axis === 0 ? 'start' : axis === last ? 'end' : 'middle'}
                className={classes.axisName}
                data-result={axis === last || undefined}
              >
                {shortened(
                  name,
                  Math.floor((axis === last ? RIGHT + spacing : nameLines * spacing - 8) / CHARACTER),
                )}
                <title>{name}</title>
              </text>
              {(axis === last || spacing >= ROOM_FOR_VALUES) &&
                scales[axis]!.ticks.map(({ y, label: tick }) => (
                  <text key={tick} x={x(axis) + 6} y={y} dominantBaseline="central" className={classes.tick}>
                    {shortened(
                      tick,
                      Math.floor(((axis === last ? RIGHT - 28 : spacing) - VALUE_GAPS) / CHARACTER),
                    )}
                    <title>{tick}</title>
                  </text>
                ))}
            </g>
          ))}
          {lines.map(
            ({ id, letter, colour }, index) =>
              places.has(index) && (
                <text
                  key={id}
                  x={width - 4}
                  y={places.get(index)}
                  textAnchor="end"
                  dominantBaseline="central"
                  fill={colour}
                  className={classes.letter}
                >
                  {letter}
                </text>
              ),
          )}
        </svg>
      </div>
    </SavedFigure>
  );
}
