import { useEffect, useMemo, useState } from 'react';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { type ScoreColumn, scoreColumn } from '../../lab/gallery/score-columns.ts';
import { takesValApart } from '../../lab/recipe/protocol.ts';
import type { RunRow } from '../../storage/runs.ts';
import { readPredictions } from '../runs/store.ts';
import { useVisibleRows } from '../studies/visible-rows.ts';

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
 * (folds, say) was scored on other images, and is none of these.
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
  const [columns, setColumns] = useState<{ run: RunRow; columns: readonly ScoreColumn[] } | null>(null);
  useEffect(() => {
    if (!run) return;
    let current = true;
    readPredictions(run.id).then(
      (predictions) => {
        if (!current || !predictions) return;
        const { val, test } = predictions;
        const read = [
          ...(val ? [scoreColumn('val', val)] : []),
          ...(test && run.summary?.test ? [scoreColumn('test', test)] : []),
        ];
        setColumns({ run, columns: read });
      },
      // Without them the gallery shows what it can.
      (error: unknown) => console.warn('The scores of a run could not be read.', error),
    );
    return () => {
      current = false;
    };
  }, [run]);
  return { runs, run, columns: columns?.run === run ? columns!.columns : NONE };
}
