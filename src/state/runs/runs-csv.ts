import { type CsvValue, csv } from '../../lab/csv.ts';
import type { RunRow } from '../../storage/runs.ts';
import type { Difference } from './differing.ts';

/**
 * One row for each run: its name and data, what of the recipe is not the same in all, and what came of it. The column
 * of test scores is left out where no row shows one, see useVisibleRows. The page fetches this when it is first wanted,
 * so it is given what differs, and imports nothing that the page has.
 */
export function runsCsv(
  rows: readonly RunRow[],
  names: ReadonlyMap<string, string>,
  allDifferences: readonly Difference[],
): string {
  const differences = allDifferences.filter(({ path }) => path !== 'seed');
  const hasTest = rows.some(({ summary }) => summary?.test);
  const header = [
    'name',
    'data',
    ...differences.map(({ path }) => path),
    'seed',
    'status',
    'val_auc_cross_fitted',
    'val_auc_best_epoch',
    ...(hasTest ? ['test_auc'] : []),
    'best_epoch',
    'epochs',
    'images_per_second',
    'seconds',
    'backend',
    'lab',
    'fingerprint',
    'id',
  ];
  const body = rows.map((row, index): CsvValue[] => [
    names.get(row.id),
    row.dataset.name,
    ...differences.map(({ values }) => csvValue(values[index])),
    row.recipe.seed,
    row.status,
    row.summary?.ranking?.auc,
    row.bestVal,
    ...(hasTest ? [row.summary?.test?.auc] : []),
    row.summary?.bestEpoch,
    row.epochsDone,
    row.summary?.imagesPerSecond,
    row.summary?.seconds,
    row.backend,
    row.versions.lab,
    row.dataset.fingerprint,
    row.id,
  ]);
  return csv([header, ...body]);
}

/** A leaf of a recipe: plain, or a list of plain values. */
function csvValue(value: unknown): CsvValue {
  return Array.isArray(value) ? value.join(' ') : (value as CsvValue);
}
