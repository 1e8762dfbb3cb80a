import { useMemo } from 'react';
import type { RunRow } from '../../storage/runs.ts';
import { useVisibleRows } from '../studies/visible-rows.ts';
import { useView } from '../view/view.ts';
import { marksOf, type RunMark, type Slots } from './letters.ts';

/** Ids of the ticked runs by letter, by the address; without a choice the latest one. */
export function useSlots(): Slots {
  const latest = useVisibleRows().at(-1)?.id;
  const { runs } = useView();
  return useMemo(() => {
    if (runs === null) return latest === undefined ? [] : [latest];
    // A link may name a run twice.
    return runs.map((id, place) => (runs.indexOf(id) === place ? id : ''));
  }, [runs, latest]);
}

/** The runs that are drawn, by letter: not by age. */
export function useShownRuns(): readonly RunRow[] {
  const rows = useVisibleRows();
  const slots = useSlots();
  return useMemo(() => {
    const byId = new Map(rows.map((row) => [row.id, row]));
    return slots.flatMap((id) => byId.get(id) ?? []);
  }, [rows, slots]);
}

/** How each of the runs that are drawn is told from the others. */
export function useMarks(): ReadonlyMap<string, RunMark> {
  const rows = useShownRuns();
  const slots = useSlots();
  return useMemo(() => marksOf(slots, rows), [slots, rows]);
}
