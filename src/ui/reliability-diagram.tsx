import type { KeyboardEvent } from 'react';
import { across, HEIGHT, up, WIDTH } from './chart/unit-square.ts';
import { UnitSquareAxes } from './chart/unit-square-axes.tsx';
import { oneStop } from './one-stop.ts';
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
    // Chrome would make the drawing itself a stop.
    <div ref={oneStop}>
      <svg className={classes.diagram} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-label={label}>
        <UnitSquareAxes {...axes} />
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
    </div>
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
