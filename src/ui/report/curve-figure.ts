import { axisRange, epochTicks, spreadLabels } from '../chart/axis.ts';
import { curvePath } from '../chart/curve.ts';
import { shortened } from '../chart/shortened.ts';
import type { Point } from '../thin-points.ts';
import { type Drawing, drawing, element, FAINT, RULE, words } from './svg.ts';

const [WIDTH, HEIGHT] = [760, 340] as const;
const [LEFT, RIGHT, TOP, FOOT] = [56, 210, 34, 44] as const;
const NAME_LETTERS = 30;
/** Names are no nearer to each other. */
const NAME_GAP = 15;

/** One line of the figure. */
export interface CurveLine {
  /** Written at its end; null: it stands behind one that has a name. */
  readonly name: string | null;
  readonly colour: string;
  readonly isBehind: boolean;
  /** In order of x. */
  readonly points: readonly Point[];
}

/** What was measured epoch by epoch, a line for each run. */
export function curveFigure(
  title: string,
  lines: readonly CurveLine[],
  {
    floor,
    ceiling,
    format,
  }: {
    readonly floor: number;
    readonly ceiling: number | null;
    readonly format: (value: number) => string;
  },
): Drawing {
  const shown = lines.filter(({ points }) => points.length > 0);
  const { low, high, ticks } = axisRange(
    shown.flatMap(({ points }) => points.map(({ y }) => y)),
    { floor, ceiling },
  );
  const end = Math.max(1, ...shown.map(({ points }) => points.at(-1)!.x));
  const x = (epoch: number) => LEFT + (epoch / end) * (WIDTH - LEFT - RIGHT);
  const y = (value: number) => HEIGHT - FOOT - ((value - low) / (high - low)) * (HEIGHT - FOOT - TOP);
  const named = shown.filter(({ name }) => name !== null);
  const heights = spreadLabels(
    named.map(({ points }) => y(points.at(-1)!.y)),
    NAME_GAP,
    TOP,
    HEIGHT - FOOT,
  );
  const small = { 'font-size': 11, fill: FAINT };
  return drawing(WIDTH, HEIGHT, title, [
    words(title, { x: LEFT, y: 18, 'font-size': 14, 'font-weight': 600 }),
    ...ticks.flatMap((tick) => [
      element('path', { d: `M${LEFT},${y(tick).toFixed(1)}H${WIDTH - RIGHT}`, stroke: RULE, fill: 'none' }),
      words(format(tick), { ...small, x: LEFT - 8, y: y(tick) + 4, 'text-anchor': 'end' }),
    ]),
    ...epochTicks(end).map((tick) =>
      words(String(tick), { ...small, x: x(tick), y: HEIGHT - FOOT + 18, 'text-anchor': 'middle' }),
    ),
    words('epoch', { ...small, x: (LEFT + WIDTH - RIGHT) / 2, y: HEIGHT - 8, 'text-anchor': 'middle' }),
    ...shown.map(({ colour, isBehind, points }) =>
      element('path', {
        d: curvePath(points, x, y),
        fill: 'none',
        stroke: colour,
        'stroke-width': isBehind ? 1 : 2,
        ...(isBehind ? { 'stroke-dasharray': '3 3', 'stroke-opacity': 0.7 } : {}),
      }),
    ),
    ...shown.flatMap(({ colour, isBehind, points }) =>
      points.length === 1 && !isBehind
        ? [element('circle', { cx: x(points[0]!.x), cy: y(points[0]!.y), r: 3, fill: colour })]
        : [],
    ),
    ...named.map(({ name, colour, points }, place) =>
      words(`${shortened(name!, NAME_LETTERS)}  ${format(points.at(-1)!.y)}`, {
        x: WIDTH - RIGHT + 8,
        y: heights[place]! + 4,
        fill: colour,
        'font-size': 11,
      }),
    ),
  ]);
}
