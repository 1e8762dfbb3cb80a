import { useMemo } from 'react';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { type ScoreColumn, scoreColumn } from '../../lab/gallery/score-columns.ts';
import { takesValApart } from '../../lab/recipe/protocol.ts';
import type { RunRow } from '../../storage/runs.ts';
import { useScoredParts } from '../results/scored-parts.ts';
import { thresholdsOf, useThresholdChoice } from '../results/thresholds.ts';
import { useVisibleRows } from '../studies/visible-rows.ts';
import { useView } from '../view/view.ts';

/** A run whose scores the gallery can show, and those scores once they are read. */
export interface GalleryScores {
  /** Runs on this set that have scores, the latest first. */
  readonly runs: readonly RunRow[];
  readonly run: RunRow | null;
  readonly columns: readonly ScoreColumn[];
}

const NONE: readonly ScoreColumn[] = [];

/**
 * What a run says of the images of this set: of val, and of test where it may be shown. A run that took val apart
 * (folds, say) was scored on other images, and is none of these. Right and wrong are by the thresholds that are chosen for
 * the run on Results.
 *
 * @param wanted id of a run; null: the latest
 */
export function useScores({ fingerprint }: DatasetSummary, wanted: string | null): GalleryScores {
  const rows = useVisibleRows();
  const runs = useMemo(
    () =>
      rows
        .filter(
          (row) =>
            row.summary !== null && row.dataset.fingerprint === fingerprint && !takesValApart(row.recipe),
        )
        .toReversed(),
    [rows, fingerprint],
  );
  const run = runs.find(({ id }) => id === wanted) ?? runs[0] ?? null;
  const { parts } = useScoredParts(run);
  const choice = useThresholdChoice();
  const { output } = useView();
  const columns = useMemo(() => {
    if (!run || !parts) return NONE;
    const thresholds = thresholdsOf(choice, run.id, parts, output);
    if (!thresholds) return NONE;
    return (['val', 'test'] as const).flatMap((split) => {
      const part = parts[split];
      return part ? [scoreColumn(split, part, thresholds)] : [];
    });
  }, [run, parts, choice, output]);
  return { runs, run, columns };
}
