import { usePlotArea, useYAxisScale } from 'recharts';
import type { Level } from './curve.ts';

/** A dashed line across the chart; what its height means is said by what keeps clear of the curves (flags.tsx). */
export function ReferenceLevel({ level: { y, label } }: { level: Level }) {
  const area = usePlotArea();
  const scaleY = useYAxisScale();
  if (!area || !scaleY) return null;
  const at = Number(scaleY(y));
  if (at < area.y || at > area.y + area.height + 1) return null;
  return (
    <path
      d={`M${area.x},${at}H${area.x + area.width}`}
      stroke="var(--lab-axis)"
      strokeWidth={1.5}
      strokeDasharray="5 4"
      data-level={label}
    />
  );
}
