import { memo, useMemo } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import { axisRange, epochTicks } from './axis.ts';
import { AxisBreak, EndLabels, LevelLabels } from './chart-labels.tsx';
import { type Curve, chartRows, type Level, type Mark, X_KEY } from './curve.ts';
import classes from './curve-chart.module.css';

export interface CurveChartProps {
  /** Read by screen readers: what the chart shows, with its last values. */
  readonly description: string;
  readonly curves: readonly Curve[];
  readonly levels: readonly Level[];
  readonly marks: readonly Mark[];
  /** Right end of the x axis. */
  readonly xEnd: number;
  readonly floor: number;
  readonly ceiling: number | null;
  readonly format: (value: number) => string;
  readonly height: number;
  /** Room for the names at the lines' ends, in pixels. */
  readonly labelWidth: number;
}

/** A few points are shown as such; many only as their line. */
const DOTS_UP_TO = 12;

/** Lines over epochs: named at their ends, on an axis that starts where it matters. */
export const CurveChart = memo(function CurveChart({
  description,
  curves,
  levels,
  marks,
  xEnd,
  floor,
  ceiling,
  format,
  height,
  labelWidth,
}: CurveChartProps) {
  const rows = useMemo(() => chartRows(curves), [curves]);
  const range = useMemo(() => {
    const values = curves.flatMap((curve) => curve.points.map((point) => point.y));
    return axisRange([...values, ...levels.map((level) => level.y)], { floor, ceiling });
  }, [curves, levels, floor, ceiling]);
  const ticks = useMemo(() => epochTicks(xEnd), [xEnd]);
  return (
    <figure className={classes.chart} aria-label={description}>
      <LineChart
        responsive
        style={{ width: '100%', height }}
        data={rows}
        margin={{ top: 8, right: labelWidth, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke="var(--lab-rule)" />
        <XAxis
          dataKey={X_KEY}
          type="number"
          domain={[0, xEnd]}
          ticks={ticks as number[]}
          tickLine={false}
          axisLine={{ stroke: 'var(--lab-axis)' }}
          tick={{ fontSize: 12, fill: 'var(--mantine-color-dimmed)' }}
          height={24}
          allowDataOverflow
        />
        <YAxis
          type="number"
          domain={[range.low, range.high]}
          ticks={range.ticks as number[]}
          tickFormatter={format}
          tickLine={false}
          axisLine={false}
          tick={{ fontSize: 12, fill: 'var(--mantine-color-dimmed)' }}
          width={44}
          allowDataOverflow
        />
        {levels.map((level) => (
          <ReferenceLine
            key={level.label}
            y={level.y}
            stroke="var(--lab-axis)"
            strokeWidth={1}
            strokeDasharray="1 4"
          />
        ))}
        {marks.map((mark) => (
          <ReferenceLine
            key={mark.id}
            x={mark.x}
            stroke={mark.colour}
            strokeWidth={1}
            strokeDasharray="2 4"
          />
        ))}
        {curves.map((curve) => (
          <Line
            key={curve.id}
            dataKey={curve.id}
            type="linear"
            stroke={curve.colour}
            strokeWidth={curve.width}
            strokeOpacity={curve.opacity}
            {...(curve.dash ? { strokeDasharray: curve.dash } : {})}
            dot={
              curve.points.length <= DOTS_UP_TO
                ? { r: 2, strokeDasharray: '', fill: 'var(--lab-paper)' }
                : false
            }
            activeDot={{ r: 3 }}
            connectNulls
            isAnimationActive={false}
            name={curve.name ?? curve.id}
            {...(curve.name === null ? { tooltipType: 'none' as const } : {})}
          />
        ))}
        <LevelLabels levels={levels} format={format} />
        <EndLabels curves={curves} format={format} width={labelWidth} />
        {range.broken && <AxisBreak start={format(range.low)} />}
        <Tooltip
          isAnimationActive={false}
          formatter={(value) => format(Number(value))}
          labelFormatter={(x) => `epoch ${Number(Number(x).toFixed(2))}`}
          contentStyle={{
            background: 'var(--lab-paper)',
            border: '1px solid var(--lab-rule)',
            fontSize: 12,
            padding: '4px 8px',
          }}
        />
      </LineChart>
    </figure>
  );
});
