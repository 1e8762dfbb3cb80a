import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import { spreadLabels } from './axis.ts';
import type { Curve } from './curve.ts';
import classes from './curve-chart.module.css';
import { toldWithin } from './told-apart.ts';

/** Height of a line of labels, in pixels. */
const LINE = 15;
/** Width of a character of the labels, about, in pixels. */
const CHARACTER = 6.4;

/** Less room than this is for figures alone, in pixels. */
const ROOM_FOR_NAMES = 90;
/** Of a name in fewer characters nothing is left that tells it apart: the letter does. */
const LEAST_NAME = 6;

/** Name and last value of each line where it ends. */
export function EndLabels({
  curves,
  format,
  width,
}: {
  curves: readonly Curve[];
  format: (value: number) => string;
  width: number;
}) {
  const area = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!area || !x || !y) return null;
  const ends = curves.flatMap((curve) => {
    const last = curve.points.at(-1);
    if (!last || curve.name === null) return [];
    const { name, figure = last.y } = curve;
    return [
      {
        curve,
        name,
        figure,
        letter: curve.letter ? `${curve.letter} ` : '',
        x: Number(x(last.x)),
        y: Math.max(area.y, Number(y(last.y))),
      },
    ];
  });
  const left = area.x + area.width + 8;
  const figures = ends.map(({ letter, figure }) => `${letter}${figure === null ? '' : `${format(figure)} `}`);
  const line = Math.floor((width - 12) / CHARACTER);
  const isBeside = ends.every(
    ({ letter }, index) => letter === '' || line - figures[index]!.length >= LEAST_NAME,
  );
  // A line by itself needs no name, and gets no room for it. Where it has none beside the figure, it stands below.
  const isNamed = width >= ROOM_FOR_NAMES && (isBeside || ends.length * 2 * LINE <= area.height);
  const height = isNamed && !isBeside ? 2 * LINE : LINE;
  const top = area.y + height / 2;
  const bottom = area.y + area.height - height / 2;
  const places = spreadLabels(
    ends.map((end) => Math.min(Math.max(end.y, top), bottom)),
    height,
    top,
    bottom,
  );
  const names = toldWithin(
    ends.map(({ name }) => name),
    figures.map((figure) => (isBeside ? line - figure.length : line)),
  );
  return (
    <g aria-hidden>
      {ends.map(({ curve, name, letter, ...end }, index) => (
        <g key={curve.id}>
          <path
            d={`M${end.x + 2},${end.y} L${left - 3},${places[index]}`}
            stroke={curve.colour}
            strokeOpacity={0.35}
            fill="none"
          />
          <text
            x={left}
            y={places[index]! - (height - LINE) / 2}
            dominantBaseline="central"
            className={classes.endLabel}
            fill={curve.colour}
          >
            <tspan fontWeight={600}>{figures[index]}</tspan>
            {isNamed && (
              <tspan data-end-name {...(isBeside ? {} : { x: left, dy: LINE })}>
                {names[index]}
              </tspan>
            )}
            <title>{`${letter}${name}`}</title>
          </text>
        </g>
      ))}
    </g>
  );
}

/** A zigzag at the foot of the axis: it does not start at zero. */
export function AxisBreak({ start }: { start: string }) {
  const area = usePlotArea();
  if (!area) return null;
  const x = area.x;
  const y = area.y + area.height;
  return (
    <g>
      <path d={`M${x},${y} v-3 l-4,-3 l8,-4 l-4,-3 v-3`} stroke="var(--lab-axis)" fill="none" />
      <title>{`The axis starts at ${start}, not at zero.`}</title>
    </g>
  );
}
