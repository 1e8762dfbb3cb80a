import { Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Predictions } from '../../lab/run-record.ts';
import { pairedDeLong } from '../../lab/statistics/delong.ts';
import type { Estimate } from '../../lab/statistics/intervals.ts';
import { formatDifference, formatP } from '../../lab/study/verdict.ts';
import type { RunRow } from '../../storage/runs.ts';
import { readPredictions } from '../runs/store.ts';

/** Difference in val AUC; null where the two were not scored on the same images, or an AUC cannot be compared so. */
function difference(left: Predictions | null, right: Predictions | null): Estimate | null {
  if (!left || !right || left.outputs !== 1 || right.outputs !== 1) return null;
  if (left.labels.length !== right.labels.length) return null;
  if (left.labels.some((label, item) => label !== right.labels[item])) return null;
  return pairedDeLong(left.labels, left.logits, right.logits);
}

/** Two runs on the same images: how far apart they are, and what that is worth with one run each. */
export function PairedDifference({
  rows,
  names,
}: {
  rows: readonly [RunRow, RunRow];
  names: ReadonlyMap<string, string>;
}) {
  const [left, right] = rows;
  const [found, setFound] = useState<Estimate | null>(null);
  useEffect(() => {
    let current = true;
    void Promise.all([readPredictions(left.id), readPredictions(right.id)]).then(([first, second]) => {
      if (current) setFound(difference(first?.val ?? null, second?.val ?? null));
    });
    return () => {
      current = false;
    };
  }, [left.id, right.id]);
  if (!found || left.dataset.fingerprint !== right.dataset.fingerprint) return null;
  const [low, high] = found.interval;
  return (
    <Text size="sm" mt="xs">
      On the same validation images, {names.get(left.id)} minus {names.get(right.id)}:{' '}
      {formatDifference(found.estimate)} AUC ({formatDifference(low)} to {formatDifference(high)};{' '}
      {formatP(found.p)}, DeLong). That is these two runs; what the recipes do takes several seeds: see Study.
    </Text>
  );
}
