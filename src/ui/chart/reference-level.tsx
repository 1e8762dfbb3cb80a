import { usePlotArea, useYAxisScale } from 'recharts';
import type { Level } from './curve.ts';
import classes from './curve-chart.module.css';

/** A dashed line across the chart that says what its height means. */
export function ReferenceLevel({ level: { y, label } }: { level: Level }) {
  const area = usePlotArea();
  const scaleY = useYAxisScale();
  if (!area || !scaleY) return null;
  const at = Number(scaleY(y));
  if (at < area.y || at > area.y + area.height + 1) return null;
  return (
    <g>
      <path
        d={`M${area.x},${at}H${area.x + area.width}`}
        stroke="var(--lab-axis)"
        strokeWidth={1.5}
        strokeDasharray="5 4"
        data-level={label}
      />
      <text x={area.x + 4} y={at - 5} className={classes.level}>
        {label}
      </text>
    </g>
  );
}
