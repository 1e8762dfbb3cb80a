import { findCatalogueEntry } from '../../lab/catalogue/catalogue.ts';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { seedStudyFigures } from '../../lab/seed-study.ts';
import type { ScaleRow } from '../../ui/interval-scale.tsx';

/**
 * Test AUCs that others reached on these sets, benchmark first. They belong beside test scores only: on PneumoniaMNIST
 * validation reads 0.98 where test reads 0.93.
 */
export function figuresOfOthers(
  datasets: readonly Pick<DatasetSummary, 'name' | 'catalogueId' | 'size'>[],
): readonly ScaleRow[] {
  const sets = new Map(datasets.map((dataset) => [`${dataset.catalogueId}@${dataset.size}`, dataset]));
  return [...sets.values()].flatMap(({ name, catalogueId, size }) => {
    const published = findCatalogueEntry(catalogueId ?? '')?.published ?? [];
    const figures = [
      ...published.map(({ label, auc }) => ({ label, value: auc })),
      ...seedStudyFigures(catalogueId, size).map(({ label, auc, assumed }) => ({
        label: `seed study: ${label}${assumed ? ' (assumed)' : ''}`,
        value: auc,
      })),
    ];
    return figures.map(({ label, value }) => ({
      label: sets.size > 1 ? `${name}: ${label}` : label,
      value,
      interval: null,
      measured: false,
      colour: null,
    }));
  });
}
