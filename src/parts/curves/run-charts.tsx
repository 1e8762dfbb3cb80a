import { Group, Slider, Text, useComputedColorScheme } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { memo, type ReactNode, useMemo } from 'react';
import { LOSSES } from '../../lab/recipe/losses.ts';
import { useView } from '../../state/view/view.ts';
import { LazyCurveChart } from '../../ui/chart/lazy-chart.tsx';
import { formatAuc, formatLoss } from '../../ui/format.ts';
import { Term } from '../../ui/term.tsx';
import { LossNote } from './loss-note.tsx';
import classes from './run-charts.module.css';
import { aucCurves, bestMarks, type DrawnRun, epochsEnd, lossCurves, runFocus } from './run-curves.ts';

/** Of its own on the compare tab; below a picture on the train tab. */
function ChartTitle({ comparing, children }: { comparing: boolean; children: ReactNode }) {
  const Heading = comparing ? 'h2' : 'h3';
  return <Heading className={classes.title}>{children}</Heading>;
}

export interface RunChartProps {
  readonly runs: readonly DrawnRun[];
  readonly height: number;
  /** On the compare tab: no run is spoken of before the others. */
  readonly comparing?: boolean;
}

/** The axis of an AUC: from guessing to a perfect order. */
const AUC_SPAN = [0.5, 1] as const;
/** No loss of a run that learns is higher, whatever the loss. */
export const CALM_LOSS = 10;
const COIN_TOSS = { y: 0.5, label: 'coin toss' } as const;

/**
 * Room for names: one line needs none but for its letter and a figure as long as “6.2e17”, and a chart by itself has more of
 * it than two side by side.
 */
function useLabelWidth(lines: number, wide: boolean): number {
  const phone = useMediaQuery('(max-width: 600px)');
  if (lines < 2) return 72;
  if (phone) return 96;
  return wide ? 224 : 152;
}

export const AucChart = memo(function AucChart({ runs, height, comparing = false }: RunChartProps) {
  const scheme = useComputedColorScheme('light');
  const labelWidth = useLabelWidth(runs.length, comparing);
  const focus = comparing ? null : (runFocus(runs)?.row.id ?? null);
  const curves = useMemo(() => aucCurves(runs, scheme, focus), [runs, scheme, focus]);
  const rows = useMemo(() => runs.map((run) => run.row), [runs]);
  const marks = useMemo(() => bestMarks(runs, scheme), [runs, scheme]);
  const lowest = curves.reduce(
    (least, { points }) => points.reduce((y, point) => Math.min(y, point.y), least),
    1,
  );
  const last = runs.map(({ name, row }) => `${name}: best ${formatAuc(row.bestVal)}`).join('; ');
  return (
    <div className={classes.panel}>
      <div className={classes.head}>
        <ChartTitle comparing={comparing}>
          <Term of="auc">AUC</Term> by epoch
        </ChartTitle>
        <Text size="xs" c="dimmed">
          full line: <Term of="val">validation</Term> · dotted: <Term of="train">training</Term>
          {focus !== null && ' · between: the gap'}
          {runs.length > 0 && ' · figures: last epoch'}
          {marks.some(({ label }) => label === null) && ' · flags: best epochs'}
          {runs.some(({ isGhost }) => isGhost) && ' · grey dots: validation of the run to beat'}
        </Text>
      </div>
      <LazyCurveChart
        description={`Validation AUC by epoch. ${last}`}
        curves={curves}
        marks={marks}
        xEnd={epochsEnd(rows)}
        floor={Math.min(0.5, Math.floor(10 * lowest) / 10)}
        ceiling={1}
        span={AUC_SPAN}
        level={COIN_TOSS}
        format={formatAuc}
        height={height}
        labelWidth={labelWidth}
        {...(comparing ? { xName: 'epoch' } : {})}
      />
    </div>
  );
});

export const LossChart = memo(function LossChart({ runs, height, comparing = false }: RunChartProps) {
  const scheme = useComputedColorScheme('light');
  const labelWidth = useLabelWidth(runs.length, false);
  const { smoothing } = useView();
  const curves = useMemo(() => lossCurves(runs, scheme, smoothing), [runs, scheme, smoothing]);
  const rows = useMemo(() => runs.map((run) => run.row), [runs]);
  const focus = runFocus(runs);
  const kinds = [...new Set(rows.map((row) => LOSSES[row.recipe.loss.name].label))];
  return (
    <div className={classes.panel}>
      <div className={classes.head}>
        <ChartTitle comparing={comparing}>
          <Term of="loss">Loss</Term> by epoch
        </ChartTitle>
        <Text size="xs" c="dimmed">
          {kinds.length > 1 ? `${kinds.join(' and ')}: not comparable by height` : kinds[0]}
        </Text>
      </div>
      <LazyCurveChart
        description={`Training loss by epoch of ${runs.map((run) => run.name).join('; ')}`}
        curves={curves}
        marks={[]}
        xEnd={epochsEnd(rows)}
        floor={0}
        ceiling={null}
        calm={CALM_LOSS}
        format={formatLoss}
        height={height}
        labelWidth={labelWidth}
        {...(comparing ? { xName: 'epoch' } : {})}
      />
      {focus && !comparing && <LossNote run={focus} />}
    </div>
  );
});

/** How much the loss is smoothed; kept in the address. */
export const Smoothing = memo(function Smoothing() {
  const { smoothing, changeView } = useView();
  return (
    <Group gap="xs" wrap="nowrap" className={classes.options}>
      <Text size="xs" component="span">
        Smoothing of the loss
      </Text>
      <Slider
        w={120}
        size="sm"
        label={null}
        thumbLabel="Smoothing of the loss"
        min={0}
        max={0.99}
        step={0.01}
        value={smoothing}
        onChange={(weight) => void changeView({ smoothing: weight })}
      />
    </Group>
  );
});
