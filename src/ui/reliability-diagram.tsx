import type { KeyboardEvent } from 'react';
import classes from './reliability-diagram.module.css';

/** Images with similar scores. */
export interface ReliabilityPoint {
  /** Mean score. */
  readonly promised: number;
  /** Share that came true, with its interval. */
  readonly kept: number;
  readonly interval: readonly [number, number];
  /** In words, for who does not see it. */
  readonly name: string;
}

const [LEFT, TOP, SIDE] = [40, 10, 280];
const [WIDTH, HEIGHT] = [LEFT + SIDE + 12, TOP + SIDE + 40];
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

const across = (x: number) => LEFT + x * SIDE;
const up = (y: number) => TOP + (1 - y) * SIDE;

/** What came true over what was promised: on the diagonal every promise is kept. Each point opens its images. */
export function ReliabilityDiagram({
  label,
  points,
  after,
  colour,
  axes,
  onOpen,
}: {
  label: string;
  points: readonly ReliabilityPoint[];
  /** The same after a temperature, hollow. */
  after: readonly ReliabilityPoint[];
  colour: string;
  axes: { readonly x: string; readonly y: string };
  /** @param place in the points */
  onOpen: (place: number) => void;
}) {
  const open = (place: number) => (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onOpen(place);
  };
  return (
    <svg className={classes.diagram} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-label={label}>
      {TICKS.map((tick) => (
        <g key={tick} className={classes.grid} aria-hidden>
          <path d={`M${LEFT},${up(tick)}h${SIDE}M${across(tick)},${TOP}v${SIDE}`} />
          <text x={LEFT - 8} y={up(tick)} textAnchor="end" dominantBaseline="central">
            {tick === 0 || tick === 1 ? tick : tick.toFixed(1)}
          </text>
          <text x={across(tick)} y={TOP + SIDE + 16} textAnchor="middle">
            {tick === 0 || tick === 1 ? tick : tick.toFixed(1)}
          </text>
        </g>
      ))}
      <text className={classes.axis} x={LEFT + SIDE / 2} y={HEIGHT - 5} textAnchor="middle" aria-hidden>
        {axes.x}
      </text>
      <text
        className={classes.axis}
        transform={`translate(11 ${TOP + SIDE / 2}) rotate(-90)`}
        textAnchor="middle"
        aria-hidden
      >
        {axes.y}
      </text>
      <path className={classes.ideal} d={`M${across(0)},${up(0)}L${across(1)},${up(1)}`} />
      <path className={classes.line} d={linePath(after)} style={{ stroke: colour }} data-after="" />
      {after.map(({ promised, kept }) => (
        <circle
          key={promised}
          className={classes.hollow}
          cx={across(promised)}
          cy={up(kept)}
          r={3.5}
          style={{ stroke: colour }}
        />
      ))}
      <path className={classes.line} d={linePath(points)} style={{ stroke: colour }} />
      {points.map(({ promised, kept, interval: [low, high], name }, place) => (
        // biome-ignore lint/a11y/useSemanticElements: a button has no place in a drawing
        <g
          key={promised}
          className={classes.point}
          role="button"
          tabIndex={0}
          aria-label={name}
          style={{ stroke: colour, fill: colour }}
          onClick={() => onOpen(place)}
          onKeyDown={open(place)}
        >
          <path className={classes.interval} d={`M${across(promised)},${up(low)}V${up(high)}`} />
          <circle className={classes.reach} cx={across(promised)} cy={up(kept)} r={12} />
          <circle cx={across(promised)} cy={up(kept)} r={5} />
        </g>
      ))}
    </svg>
  );
}

function linePath(points: readonly ReliabilityPoint[]): string {
  return points
    .map(
      ({ promised, kept }, at) =>
        `${at === 0 ? 'M' : 'L'}${across(promised).toFixed(1)},${up(kept).toFixed(1)}`,
    )
    .join('');
}
