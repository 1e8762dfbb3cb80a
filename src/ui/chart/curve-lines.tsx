import { useXAxisScale, useYAxisScale } from 'recharts';
import { bandPath, type Curve, curvePath } from './curve.ts';

/** A few points are shown as such; many only as their line. */
const DOTS_UP_TO = 12;

/** The lines themselves, on the scales of the frame. */
export function CurveLines({ curves }: { curves: readonly Curve[] }) {
  const scaleX = useXAxisScale();
  const scaleY = useYAxisScale();
  if (!scaleX || !scaleY) return null;
  const x = (value: number) => Number(scaleX(value));
  const y = (value: number) => Number(scaleY(value));
  return (
    <g>
      {curves.map(
        ({ id, colour, band }) =>
          band && <path key={id} d={bandPath(band, x, y)} fill={colour} fillOpacity={0.14} data-band={id} />,
      )}
      {curves.map((curve) => (
        <g key={curve.id} stroke={curve.colour} strokeOpacity={curve.opacity} strokeWidth={curve.width}>
          {curve.points.length > 0 && (
            <path
              d={curvePath(curve.points, x, y)}
              fill="none"
              strokeDasharray={curve.dash}
              strokeLinejoin="round"
              data-curve={curve.id}
            />
          )}
          {curve.points.length <= DOTS_UP_TO &&
            curve.points.map((point) => (
              <circle key={point.x} cx={x(point.x)} cy={y(point.y)} r={2} fill="var(--lab-paper)" />
            ))}
        </g>
      ))}
    </g>
  );
}
