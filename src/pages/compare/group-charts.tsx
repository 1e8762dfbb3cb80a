import { Group, SegmentedControl, Text, useComputedColorScheme } from '@mantine/core';
import { useElementSize, useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useMemo } from 'react';
import { LOSSES } from '../../lab/recipe/losses.ts';
import { CALM_LOSS } from '../../parts/curves/run-charts.tsx';
import { epochsEnd } from '../../parts/curves/run-curves.ts';
import { RATE_KINDS, type RateKind, useView } from '../../state/view/view.ts';
import type { Curve } from '../../ui/chart/curve.ts';
import { LazyCurveChart } from '../../ui/chart/lazy-chart.tsx';
import { formatAuc, formatLoss } from '../../ui/format.ts';
import { NameSelect } from '../../ui/name-select.tsx';
import { Term } from '../../ui/term.tsx';
import classes from './compare-page.module.css';
import { groupCurves, MEASURES, type Measure, type SeedGroup } from './seed-groups.ts';
import { useRateCurves } from './use-rate-curves.ts';

/** Room for the names at the lines' ends, in pixels. */
function useLabelWidth(): number {
  return useMediaQuery('(max-width: 600px)') ? 96 : 224;
}

const TITLES: Readonly<Record<Measure, { words: string; heading: ReactNode }>> = {
  auc: {
    words: 'validation AUC',
    heading: (
      <>
        <Term of="val">Validation</Term> <Term of="auc">AUC</Term>
      </>
    ),
  },
  loss: {
    words: 'training loss',
    heading: (
      <>
        Training <Term of="loss">loss</Term>
      </>
    ),
  },
};

const FORMATS: Readonly<Record<Measure, (value: number) => string>> = { auc: formatAuc, loss: formatLoss };

/** AUC or loss of each recipe: its mean over seeds in its band, the seeds faint behind it. */
export function GroupChart({
  groups,
  measure,
  height,
}: {
  groups: readonly SeedGroup[];
  measure: Measure;
  height: number;
}) {
  const scheme = useComputedColorScheme('light');
  const labelWidth = useLabelWidth();
  const curves = useMemo(() => groupCurves(groups, measure, scheme), [groups, measure, scheme]);
  const rows = useMemo(() => groups.flatMap(({ runs }) => runs.map(({ row }) => row)), [groups]);
  const losses = [...new Set(rows.map(({ recipe }) => LOSSES[recipe.loss.name].label))];
  const { words, heading } = TITLES[measure];
  return (
    <section className={classes.card} aria-label={`${words} by epoch, mean over seeds`}>
      <div className={classes.head}>
        <h2 className={classes.title}>{heading} by epoch, mean over seeds</h2>
        <Text size="xs" c="dimmed">
          {measure === 'loss' && losses.length > 1 && `${losses.join(' and ')}: not comparable by height · `}
          band: 95 % for the mean over other seeds · faint: each seed
        </Text>
      </div>
      <LazyCurveChart
        description={`Mean ${words} by epoch of ${groups.map(({ name }) => name).join('; ')}`}
        curves={curves}
        marks={[]}
        xEnd={epochsEnd(rows)}
        floor={0}
        ceiling={MEASURES[measure].ceiling}
        {...(measure === 'loss' ? { calm: CALM_LOSS } : {})}
        xName="epoch"
        format={FORMATS[measure]}
        height={height}
        labelWidth={labelWidth}
      />
    </section>
  );
}

const AXES: Readonly<Record<RateKind, string>> = {
  ROC: 'share of positives found (up) over share of negatives taken for positives (right), with the area under it (AUC)',
  'precision and recall': 'share of right positives (up) over share of positives found (right)',
};

const X_NAMES: Readonly<Record<RateKind, string>> = { ROC: 'false alarms', 'precision and recall': 'found' };

/** Side of the square, and what stands beside and below it, in pixels. */
const [LEAST_SIDE, MOST_SIDE] = [160, 400];
const AXIS_WIDTH = 44;
const AXIS_HEIGHT = 32;
const WHOLE = [0, 1] as const;

const COIN_TOSS: Curve = {
  ...{
    id: 'coin toss',
    name: null,
    colour: 'var(--mantine-color-dimmed)',
    dash: '6 4',
    opacity: 1,
    width: 1,
  },
  points: [
    { x: 0, y: 0 },
    { x: 1, y: 1 },
  ],
};

/** ROC, or precision and recall, of each recipe with its band. */
export function RateChart({ groups }: { groups: readonly SeedGroup[] }) {
  const scheme = useComputedColorScheme('light');
  const labelWidth = useLabelWidth();
  const { curve: kind, part, output: wanted, changeView } = useView();
  const rows = groups.flatMap(({ runs }) => runs.map(({ row }) => row));
  // The test part of a study that is closed is not here, see useVisibleRows.
  const testOpen = rows.every(({ summary }) => summary?.test);
  const shownPart = testOpen ? part : 'val';
  const dataset = rows[0]?.dataset;
  const names = dataset?.task === 'binary' ? [] : (dataset?.classNames ?? []);
  // A link may have been made with another set.
  const output = wanted < names.length ? wanted : 0;
  const measured = useRateCurves(groups, { kind, part: shownPart, output }, scheme);
  const curves = useMemo(() => (kind === 'ROC' ? [...measured, COIN_TOSS] : measured), [kind, measured]);
  const { ref, width } = useElementSize();
  const side = Math.max(LEAST_SIDE, Math.min(MOST_SIDE, width - AXIS_WIDTH - labelWidth));
  return (
    <section className={classes.card} aria-label="Rates over all thresholds">
      <div className={classes.head}>
        <h2 className={classes.title}>
          {kind === 'ROC' ? 'ROC' : 'Precision and recall'} on the{' '}
          {shownPart === 'val' ? <Term of="val">validation part</Term> : <Term of="test">test part</Term>}
        </h2>
        <Group gap="xs">
          <SegmentedControl
            size="xs"
            aria-label="Kind of curve"
            data={[...RATE_KINDS]}
            value={kind}
            onChange={(value) => void changeView({ curve: value as RateKind })}
          />
          {testOpen && (
            <SegmentedControl
              size="xs"
              aria-label="Part of the curve"
              data={['val', 'test']}
              value={part}
              onChange={(value) => void changeView({ part: value as 'val' | 'test' })}
            />
          )}
          {names.length > 0 && (
            <NameSelect
              label="Class against the rest"
              names={names}
              value={output}
              onChange={(place) => void changeView({ class: place })}
            />
          )}
        </Group>
      </div>
      <div ref={ref}>
        {/* A square: a share is as long upwards as it is to the right. */}
        <div style={{ maxWidth: side + AXIS_WIDTH + labelWidth }}>
          <LazyCurveChart
            description={`${kind} of ${groups.map(({ name }) => name).join('; ')} on ${shownPart}`}
            curves={curves}
            marks={[]}
            xEnd={1}
            floor={0}
            ceiling={1}
            span={WHOLE}
            format={formatAuc}
            height={side + AXIS_HEIGHT}
            labelWidth={labelWidth}
            kind="rate"
            xName={X_NAMES[kind]}
          />
        </div>
      </div>
      <Text size="xs" c="dimmed">
        {AXES[kind]}; {kind === 'ROC' && 'diagonal: a coin toss; '}scores of the best epoch; band: 95 %, over
        seeds where there are several, else over other draws of the images.
      </Text>
    </section>
  );
}
