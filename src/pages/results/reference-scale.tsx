import { Text } from '@mantine/core';
import { figuresOfOthers } from '../../parts/figures-of-others/figures-of-others.ts';
import { useMarks } from '../../state/runs/use-shown-runs.ts';
import type { RunRow } from '../../storage/runs.ts';
import { IntervalScale, type ScaleRow } from '../../ui/interval-scale.tsx';
import { Term } from '../../ui/term.tsx';

/** The test AUC with its interval on one scale with published figures; those are drawn hollow, as not measured here. */
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
  const here: ScaleRow = {
    label: 'this run',
    value: auc,
    interval,
    measured: true,
    colour: useMarks().get(row.id)?.colour ?? null,
  };
  return (
    <>
      <IntervalScale rows={[here, ...others]} label="Test AUC beside the figures of others" />
      <Text size="xs" c="dimmed" mt="xs">
        {others.length === 0 ? (
          row.dataset.synthetic ? (
            'There are no figures of others for a synthetic set.'
          ) : (
            'There are no published figures for this set.'
          )
        ) : (
          <>
            Hollow: figures of others, <Term of="published">published</Term> or from the{' '}
            <Term of="seedStudy">seed study</Term>, not measured here.
          </>
        )}
      </Text>
    </>
  );
}
