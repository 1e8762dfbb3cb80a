import type { DatasetSummary } from '../../lab/dataset.ts';
import type { Expansion } from '../../lab/study/expand.ts';
import { RUN_COLOUR_COUNT } from '../../ui/palettes.ts';
import { letterAt } from '../runs/letters.ts';
import type { RunSource } from './assemble.ts';

/** How a run of a study is told from the others in its report. @param place among those with figures of their own */
export function plannedMarks(
  { runs, cells }: Expansion,
  key: string,
  place: number,
  { name }: DatasetSummary,
): Pick<RunSource, 'letter' | 'colour' | 'name'> {
  const { cell, seed } = runs.find((run) => run.key === key)!;
  const set = cells.every(({ block }) => block === cell.block) ? [] : [name];
  return {
    letter: letterAt(place),
    colour: place < RUN_COLOUR_COUNT ? place : null,
    name: [cell.name, ...set, `seed ${seed}`].join(' · '),
  };
}
