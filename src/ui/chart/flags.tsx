import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { Curve, Level, Mark } from './curve.ts';
import classes from './curve-chart.module.css';
import { type Box, CHARACTER, freeSpot } from './free-spot.ts';
import { levelBox, levelTextAt } from './level-box.ts';

/** Size of the pennant, and how far its top is above the axis, in pixels. */
const PENNANT = { width: 11, height: 9, lift: 26 } as const;

/** What the words beside a flag take: a line of them, and what lies around it, in pixels. */
const WORDS = { height: 14, gap: 4 } as const;

/** How much higher the next spot is that is looked at, in pixels. */
const RISE = 14;

/** Where a pennant hangs, and to which side its words stand. */
interface FlagSpot {
  readonly top: number;
  /** 1: to the left of the pole; -1: to its right. */
  readonly side: 1 | -1;
}

/**
 * A flag below each marked point, at the foot of the chart or higher, and what the level means: where their words cross
 * nothing.
 */
export function Flags({
  marks,
  curves,
  level,
}: {
  marks: readonly Mark[];
  /** What the words keep clear of. */
  curves: readonly Curve[];
  level: Level | undefined;
}) {
  const area = usePlotArea();
  const scaleX = useXAxisScale();
  const scaleY = useYAxisScale();
  if (!area || !scaleX || !scaleY || (marks.length === 0 && !level)) return null;
  const ground = area.y + area.height;
  // Without words nothing is crossed, and of many lines there are many points.
  const crossed = level || marks.some(({ label }) => label !== null) ? curves : [];
  const lines = crossed.map(({ points }) =>
    points.map(({ x, y }) => ({ x: Number(scaleX(x)), y: Number(scaleY(y)) })),
  );
  const isInside = ({ left, right }: Box) => left >= area.x && right <= area.x + area.width;
  const poles = marks.map(({ x, y }) => [
    { x: Number(scaleX(x)), y: Number(scaleY(y)) },
    { x: Number(scaleX(x)), y: ground },
  ]);
  const height = level ? Number(scaleY(level.y)) : Number.NaN;
  const isLevelInside = height >= area.y && height <= ground + 1;
  const words = level && isLevelInside ? levelBox(level.label, height, area, [...lines, ...poles]) : null;
  const levels = words ? [words] : [];
  return (
    <g aria-hidden>
      {words && (
        <text {...levelTextAt(words)} className={classes.level}>
          {level!.label}
        </text>
      )}
      {marks.map(({ id, x, y, colour, label }, index) => {
        const at = Number(scaleX(x));
        if (at < area.x - 1 || at > area.x + area.width + 1) return null;
        // Several at one epoch fly above each other.
        const above = marks.slice(0, index).filter((other) => other.x === x).length;
        const lowest = ground - PENNANT.lift - above * RISE;
        const boxOf = ({ top, side }: FlagSpot): Box => {
          const near = at - side * PENNANT.width;
          const far = near - side * ((label ?? '').length * CHARACTER + 2 * WORDS.gap);
          const middle = top + PENNANT.height / 2;
          return {
            ...{ left: Math.min(near, far), right: Math.max(near, far) },
            ...{ top: middle - WORDS.height / 2, bottom: middle + WORDS.height / 2 },
          };
        };
        const heights = Array.from(
          { length: Math.max(1, Math.floor((lowest - area.y) / RISE)) },
          (_, step) => lowest - step * RISE,
        );
        const spots = heights
          .flatMap((top) => ([1, -1] as const).map((side) => ({ top, side })))
          .filter((spot) => isInside(boxOf(spot)));
        const { top, side } =
          label === null || spots.length === 0
            ? ({ top: lowest, side: 1 } as const)
            : freeSpot(spots, boxOf, lines, levels);
        return (
          <g key={id} data-flag={id}>
            <path
              d={`M${at},${Number(scaleY(y))}V${ground}`}
              stroke={colour}
              strokeOpacity={0.6}
              strokeDasharray="2 3"
            />
            <path d={`M${at},${top}V${ground}`} stroke={colour} strokeWidth={1.5} />
            <path
              d={`M${at},${top}l${-side * PENNANT.width},${PENNANT.height / 2}L${at},${top + PENNANT.height}z`}
              fill={colour}
            />
            {label && (
              <text
                x={at - side * (PENNANT.width + WORDS.gap)}
                y={top + PENNANT.height / 2}
                textAnchor={side > 0 ? 'end' : 'start'}
                dominantBaseline="central"
                className={classes.flag}
                fill={colour}
              >
                {label}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}
