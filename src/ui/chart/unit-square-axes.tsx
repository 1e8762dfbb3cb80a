import { across, HEIGHT, LEFT, SIDE, TOP, up } from './unit-square.ts';
import classes from './unit-square-axes.module.css';

const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

/** Grid and names of a plot of two shares; the drawing says in words what it shows. */
export function UnitSquareAxes({ x, y }: { x: string; y: string }) {
  return (
    <g aria-hidden>
      {TICKS.map((tick) => (
        <g key={tick} className={classes.grid}>
          <path d={`M${LEFT},${up(tick)}h${SIDE}M${across(tick)},${TOP}v${SIDE}`} />
          <text x={LEFT - 8} y={up(tick)} textAnchor="end" dominantBaseline="central">
            {tickText(tick)}
          </text>
          <text x={across(tick)} y={TOP + SIDE + 16} textAnchor="middle">
            {tickText(tick)}
          </text>
        </g>
      ))}
      <text className={classes.axis} x={LEFT + SIDE / 2} y={HEIGHT - 5} textAnchor="middle">
        {x}
      </text>
      <text
        className={classes.axis}
        transform={`translate(13 ${TOP + SIDE / 2}) rotate(-90)`}
        textAnchor="middle"
      >
        {y}
      </text>
    </g>
  );
}

function tickText(tick: number): string {
  return tick === 0 || tick === 1 ? String(tick) : tick.toFixed(1);
}
