import type { BlockAnalysis } from '../../lab/study/analyse.ts';
import { VAL_NAMES } from '../../lab/study/scored-run.ts';
import { ranked, standingText } from '../../lab/study/standing.ts';
import { formatAuc } from '../../lab/study/verdict.ts';
import { axisRange } from '../chart/axis.ts';
import { shortened } from '../chart/shortened.ts';
import { type Drawing, drawing, element, FAINT, INK, RULE, words } from './svg.ts';

const [WIDTH, ROW, TOP, FOOT] = [860, 34, 40, 36] as const;
const [NAMES, RIGHT] = [230, 250] as const;

/** The cells of a study on one set: a dot for each seed, and the mean with its 95 % interval. */
export function cellsFigure(block: BlockAnalysis): Drawing {
  const cells = ranked(block);
  const rows = cells.map((cell) => ({
    cell,
    score: cell[block.part],
    dots: cell.runs.flatMap((run) => run[block.part]?.auc ?? []),
  }));
  const { low, high, ticks } = axisRange(
    rows.flatMap(({ score, dots }) => [...dots, ...(score?.interval ?? [])]),
    { floor: 0, ceiling: 1 },
  );
  const x = (value: number) => NAMES + ((value - low) / (high - low)) * (WIDTH - NAMES - RIGHT);
  const foot = TOP + rows.length * ROW;
  const what = block.part === 'val' ? VAL_NAMES[block.valKind] : 'test AUC';
  const small = { 'font-size': 11, fill: FAINT };
  return drawing(WIDTH, foot + FOOT, `${what} by recipe, a dot for each seed`, [
    words(`${what}: a dot for each seed, the mean with its 95 % interval`, {
      x: 8,
      y: 18,
      'font-size': 13,
      'font-weight': 600,
    }),
    ...ticks.flatMap((tick) => [
      element('path', { d: `M${x(tick).toFixed(1)},${TOP - 8}V${foot}`, stroke: RULE, fill: 'none' }),
      words(formatAuc(tick), { ...small, x: x(tick), y: foot + 18, 'text-anchor': 'middle' }),
    ]),
    ...rows.flatMap(({ cell, score, dots }, place) => {
      const y = TOP + (place + 0.5) * ROW;
      return [
        words(shortened(cell.cell.name, 34), { x: 8, y: y + 4 }),
        ...dots.map((value) =>
          element('circle', { cx: x(value), cy: y, r: 4, fill: FAINT, 'fill-opacity': 0.45 }),
        ),
        ...(score?.interval
          ? [
              element('path', {
                d: `M${x(score.interval[0]).toFixed(1)},${y}H${x(score.interval[1]).toFixed(1)}`,
                stroke: INK,
                'stroke-width': 1.5,
                fill: 'none',
              }),
            ]
          : []),
        ...(score
          ? [
              element('path', {
                d: `M${x(score.mean).toFixed(1)},${y - 9}v18`,
                stroke: INK,
                'stroke-width': 2.5,
                fill: 'none',
              }),
            ]
          : []),
        words(`${score ? formatAuc(score.mean) : '–'}  ${shortened(standingText(cell, block), 34)}`, {
          x: WIDTH - RIGHT + 16,
          y: y + 4,
          'font-size': 11,
        }),
      ];
    }),
  ]);
}
