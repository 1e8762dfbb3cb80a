import { createContext, memo, useContext, useMemo } from 'react';
import { CartesianGrid, LineChart, ReferenceLine, XAxis, YAxis } from 'recharts';
import { axisRange, epochTicks } from './axis.ts';
import { AxisBreak, EndLabels, LevelLabels } from './chart-labels.tsx';
import type { Curve, Level, Mark } from './curve.ts';
import classes from './curve-chart.module.css';
import { CurveLines } from './curve-lines.tsx';
import { Readout } from './readout.tsx';

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

/**
 * The curves grow several times a second, the frame hardly ever changes: they reach the layers that draw them by this
 * context, past recharts, which would work out axes and tooltips anew for every point.
 */
const CurvesContext = createContext<readonly Curve[]>([]);

/** Lines over epochs: named at their ends, on an axis that starts where it matters. */
export function CurveChart({ curves, floor, ceiling, levels, description, ...frame }: CurveChartProps) {
  const range = useMemo(() => {
    const values = curves.flatMap((curve) => curve.points.map((point) => point.y));
    return axisRange([...values, ...levels.map((level) => level.y)], { floor, ceiling });
  }, [curves, levels, floor, ceiling]);
  return (
    <figure className={classes.chart} aria-label={description}>
      <CurvesContext value={curves}>
        <Frame {...frame} levels={levels} low={range.low} high={range.high} ticks={range.ticks.join(' ')} />
      </CurvesContext>
    </figure>
  );
}

interface FrameProps
  extends Pick<CurveChartProps, 'levels' | 'marks' | 'xEnd' | 'format' | 'height' | 'labelWidth'> {
  readonly low: number;
  readonly high: number;
  /** As text, so that equal ticks are equal props. */
  readonly ticks: string;
}

const NO_DATA: { x: number }[] = [];
const TICK = { fontSize: 12, fill: 'var(--mantine-color-dimmed)' };

const Frame = memo(function Frame(props: FrameProps) {
  const { levels, marks, xEnd, format, height, labelWidth, low, high, ticks } = props;
  return (
    <LineChart
      responsive
      style={{ width: '100%', height }}
      data={NO_DATA}
      margin={{ top: 8, right: labelWidth, bottom: 0, left: 0 }}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} stroke="var(--lab-rule)" />
      <XAxis
        dataKey="x"
        type="number"
        domain={[0, xEnd]}
        ticks={epochTicks(xEnd) as number[]}
        tickLine={false}
        axisLine={{ stroke: 'var(--lab-axis)' }}
        tick={TICK}
        height={24}
        allowDataOverflow
      />
      <YAxis
        type="number"
        domain={[low, high]}
        ticks={ticks.split(' ').map(Number)}
        tickFormatter={format}
        tickLine={false}
        axisLine={false}
        tick={TICK}
        width={44}
        allowDataOverflow
      />
      {levels.map((level) => (
        <ReferenceLine key={level.label} y={level.y} stroke="var(--lab-axis)" strokeDasharray="1 4" />
      ))}
      {marks.map((mark) => (
        <ReferenceLine key={mark.id} x={mark.x} stroke={mark.colour} strokeDasharray="2 4" />
      ))}
      <Layers format={format} labelWidth={labelWidth} />
      <LevelLabels levels={levels} format={format} />
      {low > 0 && <AxisBreak start={format(low)} />}
    </LineChart>
  );
});

function Layers({ format, labelWidth }: Pick<CurveChartProps, 'format' | 'labelWidth'>) {
  const curves = useContext(CurvesContext);
  return (
    <>
      <CurveLines curves={curves} />
      <EndLabels curves={curves} format={format} width={labelWidth} />
      <Readout curves={curves} format={format} />
    </>
  );
}
