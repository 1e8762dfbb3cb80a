import { curvePath } from './chart/curve.ts';

const WIDTH = 64;
const HEIGHT = 20;

/** A curve without axes: where it rises and where it stays. */
export function Sparkline({
  values,
  low,
  high,
  colour,
}: {
  values: readonly number[];
  /** Where the foot is, and the top: values beyond are cut. */
  low: number;
  high: number;
  colour: string;
}) {
  const x = (index: number) => 2 + ((WIDTH - 4) * index) / Math.max(1, values.length - 1);
  const y = (value: number) =>
    HEIGHT - 2 - ((HEIGHT - 4) * (Math.min(high, Math.max(low, value)) - low)) / (high - low);
  const points = values.map((value, index) => ({ x: index, y: value }));
  const last = values.at(-1);
  return (
    <svg width={WIDTH} height={HEIGHT} aria-hidden data-sparkline={values.length}>
      <line x1={0} x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="var(--lab-rule)" />
      <path
        d={curvePath(points, x, y)}
        fill="none"
        stroke={colour}
        strokeWidth={1.5}
        strokeLinejoin="round"
      />
      {last !== undefined && <circle cx={x(values.length - 1)} cy={y(last)} r={2} fill={colour} />}
    </svg>
  );
}
