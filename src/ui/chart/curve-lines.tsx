import { useId } from 'react';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import { bandPath, type Curve, curvePath } from './curve.ts';

/** A few points are shown as such; many only as their line. */
const DOTS_UP_TO = 12;

/** A line is drawn this far beyond the top, in pixels: where it leaves the picture it is as steep as it is. */
const BEYOND = 1e6;

/** The lines themselves, on the scales of the frame. */
export function CurveLines({
  curves,
  isCut,
}: {
  curves: readonly Curve[];
  /** Whether some go on beyond the top, and are cut off there. */
  isCut: boolean;
}) {
  const clip = useId();
  const area = usePlotArea();
  const scaleX = useXAxisScale();
  const scaleY = useYAxisScale();
  if (!area || !scaleX || !scaleY) return null;
  const x = (value: number) => Number(scaleX(value));
  const y = (value: number) => Math.max(-BEYOND, Number(scaleY(value)));
  return (
    <g {...(isCut ? { clipPath: `url(#${clip})` } : {})}>
      {isCut && (
        <clipPath id={clip}>
          {/* Points on the edges are whole. */}
          <rect x={area.x - 4} y={area.y - 4} width={area.width + 8} height={area.height + 8} />
        </clipPath>
      )}
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
