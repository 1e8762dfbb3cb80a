import { STRESSES, type StressName } from '../../lab/stress/registry.ts';
import type { Stress } from '../../lab/stress/stress.ts';
import type { StressPoint } from '../../lab/stress/stress-curve.ts';
import { spreadLabels } from '../../ui/chart/axis.ts';
import { formatAuc } from '../../ui/format.ts';
import classes from './stress.module.css';

/** A line of a panel. */
export interface StressLine {
  readonly key: string;
  readonly name: string;
  readonly letter: string;
  /** As CSS. */
  readonly colour: string;
  readonly points: readonly StressPoint[];
}

/** Size of the drawing, in its own units; the axes stand left and below. */
const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT] = [240, 150, 34, 20, 8, 16];

const LETTER_HEIGHT = 12;

/** AUC against severity under one stress. */
export function StressPanel({
  name,
  lines,
  low,
  high,
  ticks,
}: {
  name: StressName;
  lines: readonly StressLine[];
  low: number;
  high: number;
  ticks: readonly number[];
}) {
  const stress: Stress = STRESSES[name];
  const x = (severity: number) => LEFT + (severity * (WIDTH - LEFT - RIGHT)) / stress.strengths.length;
  const y = (auc: number) => TOP + ((high - auc) * (HEIGHT - TOP - BOTTOM)) / (high - low);
  const path = (points: readonly { severity: number; y: number }[]) =>
    points.map((point) => `${x(point.severity).toFixed(1)},${y(point.y).toFixed(1)}`).join('L');
  const ends = spreadLabels(
    lines.map(({ points }) => y(points.at(-1)!.auc)),
    LETTER_HEIGHT,
    TOP,
    HEIGHT - BOTTOM,
  );
  const [first, last] = [stress.strengths[0], stress.strengths[4]];
  return (
    <li className={classes.panel}>
      <h3 className={classes.name} title={stress.explanation}>
        {stress.label}
      </h3>
      <svg
        className={classes.chart}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${stress.label}: AUC as it is, and at severity 5: ${lines
          .map(
            ({ letter, name: of, points }) =>
              `${letter} ${of} ${formatAuc(points[0]!.auc)}, ${formatAuc(points.at(-1)!.auc)}`,
          )
          .join('; ')}`}
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <line className={classes.rule} x1={LEFT} x2={WIDTH - RIGHT} y1={y(tick)} y2={y(tick)} />
            <text x={LEFT - 6} y={y(tick)} textAnchor="end" dominantBaseline="central">
              {formatAuc(tick).slice(0, 3)}
            </text>
          </g>
        ))}
        {low < 0.5 && <line className={classes.toss} x1={LEFT} x2={WIDTH - RIGHT} y1={y(0.5)} y2={y(0.5)} />}
        {[0, 1, 2, 3, 4, 5].map((severity) => (
          <text key={severity} x={x(severity)} y={HEIGHT - 5} textAnchor="middle">
            {severity}
          </text>
        ))}
        {lines.map(({ key, colour, points }) => {
          const band = points.flatMap(({ severity, interval }) => (interval ? [{ severity, interval }] : []));
          const upper = band.map(({ severity, interval }) => ({ severity, y: interval[1] }));
          const lower = band.map(({ severity, interval }) => ({ severity, y: interval[0] })).toReversed();
          return (
            <g key={key}>
              {band.length > 1 && (
                <path d={`M${path([...upper, ...lower])}Z`} fill={colour} fillOpacity={0.14} />
              )}
              <path
                data-stress={name}
                d={`M${path(points.map(({ severity, auc }) => ({ severity, y: auc })))}`}
                fill="none"
                stroke={colour}
                strokeWidth={2}
              />
            </g>
          );
        })}
        {lines.map(({ key, letter, colour }, index) => (
          <text
            key={key}
            x={WIDTH - RIGHT + 4}
            y={ends[index]}
            dominantBaseline="central"
            style={{ fill: colour, fontWeight: 700 }}
          >
            {letter.slice(0, 1)}
          </text>
        ))}
      </svg>
      <p className={classes.strengths}>
        {stress.strengthText(first)} to {stress.strengthText(last)}
      </p>
    </li>
  );
}
