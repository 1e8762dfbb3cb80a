import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { Mark } from './curve.ts';
import classes from './curve-chart.module.css';

/** Size of the pennant, and how far its top is above the axis, in pixels. */
const PENNANT = { width: 11, height: 9, lift: 26 } as const;

/** What the words beside a flag take, in pixels. */
const ROOM_FOR_WORDS = 72;

/** A flag below each marked point, at the foot of the chart, where lines seldom are. */
export function Flags({ marks }: { marks: readonly Mark[] }) {
  const area = usePlotArea();
  const scaleX = useXAxisScale();
  const scaleY = useYAxisScale();
  if (!area || !scaleX || !scaleY) return null;
  const ground = area.y + area.height;
  return (
    <g aria-hidden>
      {marks.map(({ id, x, y, colour, label }, index) => {
        const at = Number(scaleX(x));
        if (at < area.x - 1 || at > area.x + area.width + 1) return null;
        // Several at one epoch fly above each other.
        const above = marks.slice(0, index).filter((other) => other.x === x).length;
        const top = ground - PENNANT.lift - above * 14;
        // Away from the axis, whose figures are there.
        const side = at - area.x < ROOM_FOR_WORDS ? -1 : 1;
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
                x={at - side * (PENNANT.width + 4)}
                y={top + PENNANT.height / 2}
                textAnchor={side > 0 ? 'end' : 'start'}
                dominantBaseline="central"
                className={classes.endLabel}
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
