import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { createContext, memo, use, useMemo, useRef } from 'react';
import { CartesianGrid, LineChart, XAxis, YAxis } from 'recharts';
import { axisRange, axisWidth, epochTicks } from './axis.ts';
import { axisTick } from './axis-tick.tsx';
import { BeyondMarks } from './beyond-marks.tsx';
import { AxisBreak, EndLabels } from './chart-labels.tsx';
import type { XKind } from './cursor.ts';
import { type Curve, curveWithin, type Level, type Mark } from './curve.ts';
import classes from './curve-chart.module.css';
import { CurveLines } from './curve-lines.tsx';
import { CurveTable } from './curve-table.tsx';
import { Flags } from './flags.tsx';
import { type LeavingCurve, leavingCurves } from './leaving.ts';
import { Readout } from './readout.tsx';
import { ReferenceLevel } from './reference-level.tsx';
import { SaveChart } from './save-chart.tsx';
import { holdsLines, ZoomContext } from './zoom.ts';

export { SaveChart };

export interface CurveChartProps {
  /** Read by screen readers: what the chart shows, with its last values. */
  readonly description: string;
  readonly curves: readonly Curve[];
  readonly marks: readonly Mark[];
  /** Right end of the x axis. */
  readonly xEnd: number;
  readonly floor: number;
  readonly ceiling: number | null;
  /** Heights that the axis always shows; more of it only where a line goes there. */
  readonly span?: readonly [low: number, high: number];
  /** A height that means something. */
  readonly level?: Level;
  readonly format: (value: number) => string;
  readonly height: number;
  /** Where no height is the highest: up to this a line is always in the picture, see leavingCurves. Absent: each is. */
  readonly calm?: number;
  /** Room for the names at the lines' ends, in pixels. */
  readonly labelWidth: number;
  /** What x is; charts of one kind share cursor and zoom. Absent: epochs. */
  readonly kind?: XKind;
  /** What x is, where the curves stand below as a table, too: nothing else on the page tells them in words. */
  readonly xName?: string;
}

/**
 * The curves grow several times a second, the frame hardly ever changes: they reach the layers that draw them by this
 * context, past recharts, which would work out axes and tooltips anew for every point.
 */
const CurvesContext = createContext<Pick<CurveChartProps, 'curves' | 'marks'> & { readonly isCut: boolean }>({
  ...{ curves: [], marks: [] },
  isCut: false,
});

/** Lines over epochs: named at their ends, on an axis that starts where it matters. */
export function CurveChart({
  curves: all,
  marks,
  floor,
  ceiling,
  span,
  calm = Number.POSITIVE_INFINITY,
  description,
  xEnd,
  kind = 'epoch',
  xName,
  ...frame
}: CurveChartProps) {
  const figure = useRef<HTMLElement>(null);
  const { ranges, setRange } = use(ZoomContext);
  const wanted = ranges[kind];
  // What another chart was zoomed to, or other runs, may leave nothing to see here.
  const zoom = wanted && holdsLines(all, wanted) ? wanted : null;
  const curves = useMemo(() => (zoom ? all.map((curve) => curveWithin(curve, zoom)) : all), [all, zoom]);
  const { top, leaving } = useMemo(() => leavingCurves(curves, calm), [curves, calm]);
  const range = useMemo(() => {
    const values = curves.flatMap(({ points, band = [] }) => [
      ...points.map((point) => point.y),
      ...band.flatMap(({ low, high }) => [low, high]),
    ]);
    const inside = top === null ? values : values.filter((value) => value <= top);
    return axisRange(zoom || !span ? inside : [...inside, ...span], { floor, ceiling });
  }, [curves, floor, ceiling, span, zoom, top]);
  const isCut = top !== null;
  const drawn = useMemo(() => ({ curves, marks, isCut }), [curves, marks, isCut]);
  const chart = (
    <figure ref={figure} className={classes.chart} aria-label={description}>
      <div className={classes.tools} data-not-in-pictures>
        {wanted && (
          <Button size="compact-xs" variant="default" onClick={() => setRange(kind, null)}>
            Show all
          </Button>
        )}
        <SaveChart figure={figure} name={description} />
      </div>
      <CurvesContext value={drawn}>
        <Frame
          {...frame}
          kind={kind}
          xStart={zoom?.[0] ?? 0}
          xEnd={zoom?.[1] ?? xEnd}
          low={range.low}
          high={range.high}
          ticks={range.ticks.join(' ')}
        />
      </CurvesContext>
      {leaving.length > 0 && <Beyond leaving={leaving} format={frame.format} />}
    </figure>
  );
  if (xName === undefined) return chart;
  return (
    <div>
      {chart}
      <CurveTable curves={all} kind={kind} xName={xName} xEnd={xEnd} format={frame.format} />
    </div>
  );
}

/** Which lines go on beyond the top, and how far. */
function Beyond({
  leaving,
  format,
}: {
  leaving: readonly LeavingCurve[];
  format: (value: number) => string;
}) {
  const told = leaving.map(
    ({ curve: { letter, name }, highest }) =>
      `${[letter, name].filter(Boolean).join(' ')} goes on beyond the top, to ${format(highest)}`,
  );
  return (
    <p role="note" className={classes.beyond}>
      {told.join('; ')}: the axis is that of the others.
    </p>
  );
}

interface FrameProps extends Pick<CurveChartProps, 'xEnd' | 'format' | 'height' | 'labelWidth' | 'level'> {
  readonly low: number;
  readonly high: number;
  /** As text, so that equal ticks are equal props. */
  readonly ticks: string;
  readonly xStart: number;
  readonly kind: XKind;
}

const RATE_TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];
/** There are few. To leave out what does not fit each is laid out and measured, a quarter of the time that a chart is made in. */
const EVERY_TICK = 0;
const NO_DATA: { x: number }[] = [];

const Frame = memo(function Frame(props: FrameProps) {
  const { xStart, xEnd, format, height, labelWidth, level, low, high, ticks, kind } = props;
  const heights = ticks.split(' ').map(Number);
  const isNarrow = useMediaQuery('(max-width: 600px)') ?? false;
  return (
    <LineChart
      responsive
      style={{ width: '100%', height }}
      data={NO_DATA}
      margin={{ top: 8, right: labelWidth, bottom: 0, left: 0 }}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} stroke="var(--lab-rule)" syncWithTicks />
      <XAxis
        dataKey="x"
        type="number"
        domain={[xStart, xEnd]}
        ticks={(kind === 'epoch' ? epochTicks(xEnd, isNarrow ? 4 : 8) : RATE_TICKS).filter(
          (tick) => tick >= xStart && tick <= xEnd,
        )}
        interval={EVERY_TICK}
        tickLine={false}
        axisLine={{ stroke: 'var(--lab-axis)' }}
        tick={axisTick}
        height={24}
        allowDataOverflow
      />
      <YAxis
        type="number"
        domain={[low, high]}
        ticks={heights}
        tickFormatter={format}
        interval={EVERY_TICK}
        tickLine={false}
        axisLine={false}
        tick={axisTick}
        width={axisWidth(heights.map(format))}
        allowDataOverflow
      />
      {level && <ReferenceLevel level={level} />}
      <Layers format={format} labelWidth={labelWidth} kind={kind} {...(level ? { level } : {})} />
      {/* A height that means something says where the axis is. */}
      {low > 0 && !level && <AxisBreak start={format(low)} />}
    </LineChart>
  );
});

function Layers({
  format,
  labelWidth,
  kind,
  level,
}: Pick<FrameProps, 'format' | 'labelWidth' | 'kind' | 'level'>) {
  const { curves, marks, isCut } = use(CurvesContext);
  return (
    <>
      <CurveLines curves={curves} isCut={isCut} />
      {isCut && <BeyondMarks curves={curves} />}
      <Flags marks={marks} curves={curves} level={level} />
      <EndLabels curves={curves} format={format} width={labelWidth} />
      <Readout curves={curves} format={format} kind={kind} />
    </>
  );
}
