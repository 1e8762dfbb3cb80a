import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import { folded } from '../../parts/folded-differences/folded-differences.ts';
import { runNames } from '../../state/runs/names.ts';
import { useMarks } from '../../state/runs/use-shown-runs.ts';
import type { RunRow } from '../../storage/runs.ts';
import { formatAuc } from '../../ui/format.ts';
import { runColour } from '../../ui/palettes.ts';
import { ParallelCoordinates } from '../../ui/parallel-coordinates.tsx';

/** The table as lines, where several choices differ: which values go with a high AUC is seen at a glance. */
export function DifferenceLines({ rows }: { rows: readonly RunRow[] }) {
  const scheme = useComputedColorScheme('light');
  const marks = useMarks();
  const names = useMemo(() => runNames(rows), [rows]);
  const differences = useMemo(() => folded(rows), [rows]);
  if (differences.length < 2) return null;
  const axes = differences.map(({ title, values, texts }) => ({
    name: title,
    values: values.map((value, index) => (typeof value === 'number' ? value : texts[index]!)),
  }));
  return (
    <ParallelCoordinates
      label="What differs, as lines that end in the val AUC"
      axes={[...axes, valAxis(rows)]}
      lines={rows.map((row) => ({
        id: row.id,
        letter: marks.get(row.id)?.letter ?? '',
        name: names.get(row.id) ?? row.id,
        colour: runColour(marks.get(row.id)?.colour ?? null, scheme),
      }))}
    />
  );
}

/** By one kind of score for all: cross-fitted, or of the best epoch where a run has none (yet). */
function valAxis(rows: readonly RunRow[]) {
  const fitted = rows.map(({ summary }) => summary?.ranking?.auc ?? null);
  const axis = fitted.includes(null)
    ? { name: 'best val AUC', values: rows.map((row) => row.bestVal) }
    : { name: 'val AUC', values: fitted };
  return { ...axis, format: formatAuc };
}
