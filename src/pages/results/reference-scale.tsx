import { Text } from '@mantine/core';
import { figuresOfOthers } from '../../parts/figures-of-others/figures-of-others.ts';
import { useMarks } from '../../state/runs/use-shown-runs.ts';
import type { RunRow } from '../../storage/runs.ts';
import { IntervalScale, type ScaleRow } from '../../ui/interval-scale.tsx';
import { Term } from '../../ui/term.tsx';
import classes from './results-page.module.css';

/**
 * The test AUC with its interval on one scale with published figures; those are drawn hollow, as not measured here. Nothing
 * where there are none.
 */
export function ReferenceScale({
  row,
  auc,
  interval,
}: {
  row: RunRow;
  /** On test. */
  auc: number;
  interval: ScaleRow['interval'];
}) {
  const others = figuresOfOthers([row.dataset]);
  const marks = useMarks();
  if (others.length === 0) return null;
  const here: ScaleRow = {
    label: 'this run',
    value: auc,
    interval,
    measured: true,
    colour: marks.get(row.id)?.colour ?? null,
  };
  return (
    <section className={classes.card} aria-label="Beside the figures of others">
      <h2 className={classes.title}>Beside the figures of others</h2>
      <IntervalScale rows={[here, ...others]} label="Test AUC beside the figures of others" />
      <Text size="xs" c="dimmed" mt="xs">
        Hollow: figures of others, <Term of="published">published</Term> or from the{' '}
        <Term of="seedStudy">seed study</Term>, not measured here.
      </Text>
    </section>
  );
}
