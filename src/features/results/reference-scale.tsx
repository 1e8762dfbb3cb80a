import { Text } from '@mantine/core';
import { findCatalogueEntry } from '../../lab/catalogue/catalogue.ts';
import type { Scores } from '../../lab/run-record.ts';
import { seedStudyFigures } from '../../lab/seed-study.ts';
import type { RunRow } from '../../storage/runs.ts';
import { IntervalScale, type ScaleRow } from '../../ui/interval-scale.tsx';
import { Term } from '../../ui/term.tsx';

/** The test AUC with its interval on one scale with published figures; those are drawn hollow, as not measured here. */
export function ReferenceScale({ row, test }: { row: RunRow; test: Scores }) {
  const published = findCatalogueEntry(row.dataset.catalogueId ?? '')?.published ?? [];
  const study = seedStudyFigures(row.dataset.catalogueId, row.dataset.size);
  const here: ScaleRow = {
    label: 'this run',
    value: test.auc,
    interval: test.interval,
    measured: true,
    colour: row.colour,
  };
  const others: ScaleRow[] = [
    ...published.map(({ label, auc }) => ({ label, value: auc })),
    ...study.map(({ label, auc, assumed }) => ({
      label: `seed study: ${label}${assumed ? ' (assumed)' : ''}`,
      value: auc,
    })),
  ].map((other) => ({ ...other, interval: null, measured: false, colour: null }));
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
