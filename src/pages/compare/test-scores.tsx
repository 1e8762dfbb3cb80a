import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { figuresOfOthers } from '../../parts/figures-of-others/figures-of-others.ts';
import { lineNames } from '../../state/runs/names.ts';
import { useMarks } from '../../state/runs/use-shown-runs.ts';
import type { RunRow } from '../../storage/runs.ts';
import { IntervalScale } from '../../ui/interval-scale.tsx';
import { Term } from '../../ui/term.tsx';
import classes from './compare-page.module.css';

/** Test AUCs on one scale with the figures of others; nothing while no run shows one. */
export function TestScores({ rows }: { rows: readonly RunRow[] }) {
  const marks = useMarks();
  const names = useMemo(() => lineNames(rows), [rows]);
  const scored = rows.flatMap((row) => {
    const test = row.summary?.test;
    return test
      ? [
          {
            label: `${marks.get(row.id)?.letter ?? ''} ${names.get(row.id)}`,
            value: test.auc,
            interval: test.interval,
            measured: true,
            colour: marks.get(row.id)?.colour ?? null,
          },
        ]
      : [];
  });
  if (scored.length === 0) return null;
  const others = figuresOfOthers(rows.map(({ dataset }) => dataset));
  return (
    <section className={classes.card} aria-label="Test AUC">
      <h2 className={classes.title}>
        <Term of="test">Test</Term> AUC with its <Term of="interval">95 % interval</Term>
      </h2>
      <IntervalScale rows={[...scored, ...others]} label="Test AUC of the runs" />
      <Text size="xs" c="dimmed" mt="xs">
        Where the bars overlap widely, one run each cannot tell the recipes apart.{' '}
        {others.length > 0 && 'Hollow: test figures of others, not measured here.'}
      </Text>
    </section>
  );
}
