import { Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { differenceBetween, type RunDifference } from '../../lab/ranking/paired-difference.ts';
import { formatDifference, formatP } from '../../lab/study/verdict.ts';
import { inSlices } from '../../state/results/in-slices.ts';
import { readPredictions } from '../../state/runs/store.ts';
import type { RunRow } from '../../storage/runs.ts';

const WORDS: Readonly<Record<RunDifference['by'], string>> = {
  'cross-fitted': 'cross-fitted AUC',
  'best-epoch': 'AUC of the best epoch (optimistic)',
};

/** Two runs on the same images: how far apart they are, and what that is worth with one run each. */
export function PairedDifference({
  rows,
  names,
}: {
  rows: readonly [RunRow, RunRow];
  names: ReadonlyMap<string, string>;
}) {
  const [left, right] = rows;
  const { task, fingerprint } = left.dataset;
  const [found, setFound] = useState<RunDifference | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    Promise.all([readPredictions(left.id), readPredictions(right.id)])
      // Of 1,000 classes it takes seconds.
      .then(
        ([first, second]) =>
          first && second && inSlices(differenceBetween(first, second, task), abort.signal),
      )
      .then((difference) => {
        if (!abort.signal.aborted) setFound(difference);
      })
      // What cannot be read is told where it is asked for; here there is nothing to compare.
      .catch(() => undefined);
    return () => abort.abort();
  }, [left.id, right.id, task]);
  if (!found || fingerprint !== right.dataset.fingerprint) return null;
  const pair = `On the same validation images, ${names.get(left.id)} minus ${names.get(right.id)}`;
  const { estimate } = found;
  return (
    <Text size="sm" mt="xs">
      {estimate
        ? `${pair}: ${formatDifference(estimate.estimate)} ${WORDS[found.by]} (${formatDifference(estimate.interval[0])} to ${formatDifference(estimate.interval[1])}; ${formatP(estimate.p)}, DeLong). That is these two runs; what the recipes do takes several seeds: see Study.`
        : `${pair}: the difference is not defined at this size. A class has fewer than three images, or one of the two ranks them perfectly, or all alike.`}
    </Text>
  );
}
