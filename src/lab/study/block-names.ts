import { datasetName } from '../recipe/name.ts';
import type { BlockAnalysis } from './analyse.ts';
import { datasetSettings, toldApart } from './level-labels.ts';

/**
 * Names of the blocks for a person, by key, no two alike: that of the loaded set once a run has seen it, else that of the
 * reference; where sets have one name, with the settings in which they differ.
 */
export function blockNames(blocks: readonly BlockAnalysis[]): ReadonlyMap<string, string> {
  const names = toldApart(
    blocks.map(({ cells }) => {
      const reference = cells[0]!.cell.recipe.dataset;
      const seen = cells.flatMap(({ runs }) => runs)[0]?.record.dataset;
      return { name: seen?.name ?? datasetName(reference), settings: datasetSettings(reference) };
    }),
  );
  return new Map(blocks.map(({ key }, index) => [key, names[index]!]));
}
