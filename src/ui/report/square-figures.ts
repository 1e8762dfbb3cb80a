import { bandPath, curvePath } from '../chart/curve.ts';
import { shortened } from '../chart/shortened.ts';
import { across, HEIGHT, LEFT, SIDE, TOP, up, WIDTH } from '../chart/unit-square.ts';
import { type Drawing, drawing, element, FAINT, INK, PAPER, panels, RULE, words } from './svg.ts';

/** What a square is titled with, in letters that fit over it. */
const TITLE_LETTERS = 38;
const TITLE_HEIGHT = 34;
/** Squares side by side. */
const COLUMNS = 3;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** One plot of two shares against each other. */
export interface SquarePanel {
  readonly title: string;
  /** Under the title; may be empty. */
  readonly aside: string;
  readonly colour: string;
  readonly axes: { readonly x: string; readonly y: string };
  /** What guessing, or promises that hold, come to. */
  readonly reference: readonly [Point, Point];
  /** Null: there is no curve, which `aside` explains. */
  readonly points: readonly Point[] | null;
  readonly band: readonly { readonly x: number; readonly low: number; readonly high: number }[] | null;
  /** Where the threshold lies on it. */
  readonly mark: Point | null;
  /** Points with an interval upwards, joined by a line. */
  readonly dots: readonly (Point & { readonly interval: readonly [number, number] })[];
}

/** @param label what the figure shows, in one sentence */
export function squareFigure(label: string, squares: readonly SquarePanel[]): Drawing {
  const { width, height, content } = panels(
    WIDTH + 16,
    HEIGHT + TITLE_HEIGHT + 12,
    squares.map(squarePanel),
    COLUMNS,
  );
  return drawing(width, height, label, content);
}

function squarePanel({
  title,
  aside,
  colour,
  axes,
  reference,
  points,
  band,
  mark,
  dots,
}: SquarePanel): string {
  const path = (d: string, attributes: Readonly<Record<string, string | number>>) =>
    element('path', { d, fill: 'none', ...attributes });
  const line = dots.map(
    ({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${across(x).toFixed(1)},${up(y).toFixed(1)}`,
  );
  const [from, to] = reference;
  const plot = [
    axesOf(axes),
    path(
      `M${across(from.x).toFixed(1)},${up(from.y).toFixed(1)}L${across(to.x).toFixed(1)},${up(to.y).toFixed(1)}`,
      {
        stroke: FAINT,
        'stroke-dasharray': '4 4',
      },
    ),
    ...(band && band.length > 0
      ? [path(bandPath(band, across, up), { fill: colour, 'fill-opacity': 0.15 })]
      : []),
    ...(points ? [path(curvePath(points, across, up), { stroke: colour, 'stroke-width': 2 })] : []),
    ...(line.length > 0 ? [path(line.join(''), { stroke: colour, 'stroke-width': 1.5 })] : []),
    ...dots.flatMap(({ x, y, interval: [low, high] }) => [
      path(`M${across(x).toFixed(1)},${up(low).toFixed(1)}V${up(high).toFixed(1)}`, { stroke: colour }),
      element('circle', { cx: across(x), cy: up(y), r: 4, fill: colour }),
    ]),
    ...(mark
      ? [
          element('circle', {
            cx: across(mark.x),
            cy: up(mark.y),
            r: 5,
            fill: PAPER,
            stroke: INK,
            'stroke-width': 2,
          }),
        ]
      : []),
  ];
  return element('g', {}, [
    words(shortened(title, TITLE_LETTERS), { x: LEFT, y: 16, 'font-size': 13, 'font-weight': 600 }),
    words(shortened(aside, 56), { x: LEFT, y: 32, 'font-size': 11, fill: FAINT }),
    element('g', { transform: `translate(0 ${TITLE_HEIGHT})` }, plot),
  ]);
}

const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

function axesOf({ x, y }: SquarePanel['axes']): string {
  const small = { 'font-size': 11, fill: FAINT };
  return element('g', {}, [
    ...TICKS.flatMap((tick) => [
      element('path', {
        d: `M${LEFT},${up(tick).toFixed(1)}h${SIDE}M${across(tick).toFixed(1)},${TOP}v${SIDE}`,
        stroke: RULE,
        fill: 'none',
      }),
      words(tickText(tick), { ...small, x: LEFT - 8, y: up(tick) + 4, 'text-anchor': 'end' }),
      words(tickText(tick), { ...small, x: across(tick), y: TOP + SIDE + 16, 'text-anchor': 'middle' }),
    ]),
    words(shortened(x, 48), { ...small, x: LEFT + SIDE / 2, y: HEIGHT - 5, 'text-anchor': 'middle' }),
    words(shortened(y, 48), {
      ...small,
      transform: `translate(9 ${TOP + SIDE / 2}) rotate(-90)`,
      'text-anchor': 'middle',
    }),
  ]);
}

function tickText(tick: number): string {
  return tick === 0 || tick === 1 ? String(tick) : tick.toFixed(1);
}
