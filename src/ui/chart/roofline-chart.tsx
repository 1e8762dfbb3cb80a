import { useRef } from 'react';
import { CartesianGrid, LineChart, usePlotArea, useXAxisScale, useYAxisScale, XAxis, YAxis } from 'recharts';
import { axisTick } from './axis-tick.tsx';
import classes from './curve-chart.module.css';
import { logRange } from './log-axis.ts';
import { MARK_SHAPES, type MarkShape } from './roofline-mark.tsx';
import { SaveChart } from './save-chart.tsx';

/** One measured product. */
export interface RooflinePoint {
  readonly id: string;
  /** Arithmetic intensity, in FLOP per byte. */
  readonly intensity: number;
  /** In GFLOP/s. */
  readonly rate: number;
  readonly colour: string;
  readonly shape: MarkShape;
  /** Shown where the pointer rests on it. */
  readonly title: string;
}

/** The most that a device can do at each intensity. */
export interface Roof {
  readonly name: string;
  readonly colour: string;
  /** GFLOP/s. */
  readonly peak: number;
  /** GB/s. */
  readonly bandwidth: number;
}

const NO_DATA: { x: number }[] = [];

/** Rate over arithmetic intensity, both logarithmic, under the roof of each device. */
export function RooflineChart({
  description,
  points,
  roofs,
  height,
}: {
  /** Read by screen readers. */
  description: string;
  points: readonly RooflinePoint[];
  roofs: readonly Roof[];
  height: number;
}) {
  const figure = useRef<HTMLElement>(null);
  const x = logRange([
    ...points.map(({ intensity }) => intensity),
    ...roofs.map(({ peak, bandwidth }) => peak / bandwidth),
  ]);
  const y = logRange([...points.map(({ rate }) => rate), ...roofs.map(({ peak }) => peak)]);
  const axis = {
    type: 'number',
    scale: 'log',
    tickLine: false,
    tick: axisTick,
    allowDataOverflow: true,
  } as const;
  return (
    <figure ref={figure} className={classes.chart} aria-label={description}>
      <div className={classes.tools} data-not-in-pictures>
        <SaveChart figure={figure} name="roofline" />
      </div>
      <LineChart
        responsive
        style={{ width: '100%', height }}
        data={NO_DATA}
        margin={{ top: 24, right: 16, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid stroke="var(--lab-rule)" />
        <XAxis
          {...axis}
          dataKey="x"
          domain={[x.low, x.high]}
          ticks={x.ticks}
          tickFormatter={formatTick}
          axisLine={{ stroke: 'var(--lab-axis)' }}
          height={24}
        />
        <YAxis
          {...axis}
          domain={[y.low, y.high]}
          ticks={y.ticks}
          tickFormatter={formatTick}
          axisLine={false}
          width={52}
        />
        <Roofs roofs={roofs} left={x.low} right={x.high} floor={y.low} />
        <Points points={points} />
        <RoofNames roofs={roofs} right={x.high} />
      </LineChart>
    </figure>
  );
}

function formatTick(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 6 });
}

function Roofs({
  roofs,
  left,
  right,
  floor,
}: {
  roofs: readonly Roof[];
  left: number;
  right: number;
  floor: number;
}) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y) return null;
  const at = (intensity: number, rate: number) => `${Number(x(intensity))},${Number(y(rate))}`;
  return (
    <g aria-hidden>
      {roofs.map(({ name, colour, peak, bandwidth }) => {
        // The slope begins where it enters the chart, at the left or from below.
        const start = Math.max(left, floor / bandwidth);
        return (
          <g key={name}>
            <path
              d={`M${at(start, start * bandwidth)} L${at(peak / bandwidth, peak)} L${at(right, peak)}`}
              fill="none"
              stroke={colour}
              strokeWidth={1.5}
            />
          </g>
        );
      })}
    </g>
  );
}

/** Over the marks, so that they can be read among them. */
function RoofNames({ roofs, right }: { roofs: readonly Roof[]; right: number }) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y) return null;
  return (
    <g aria-hidden>
      {roofs.map(({ name, colour, peak }) => (
        <text
          key={name}
          x={Number(x(right))}
          y={Number(y(peak)) - 6}
          textAnchor="end"
          className={classes.levelLabel}
          style={{ fill: colour }}
        >
          {name}
        </text>
      ))}
    </g>
  );
}

function Points({ points }: { points: readonly RooflinePoint[] }) {
  const area = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!area || !x || !y) return null;
  return (
    <g aria-hidden>
      {points.map(({ id, intensity, rate, colour, shape, title }) => (
        <path
          key={id}
          data-mark={id}
          d={MARK_SHAPES[shape]}
          transform={`translate(${Number(x(intensity))},${Number(y(rate))})`}
          fill={shape === 'cross' ? 'none' : colour}
          fillOpacity={0.5}
          stroke={colour}
          strokeWidth={1.5}
          pointerEvents="all"
        >
          <title>{title}</title>
        </path>
      ))}
    </g>
  );
}
