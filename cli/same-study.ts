import { canonicalJson } from '../src/lab/recipe/canonical.ts';
import type { Study } from '../src/lab/study/study.ts';
import { expandOrExplain } from './study-folder.ts';

/**
 * Whether two studies ask for the same runs and rank them alike, however they are written; null, or what differs, in
 * words. What only words and compares (name, question, names of factors and levels, baseline) makes no other study.
 *
 * @param kept the study of the folder, @param wanted the one that is to go on in it
 * @throws UsageError where one cannot be expanded
 */
export function differenceBetween(kept: Study, wanted: Study): string | null {
  if (kept.rankBy !== wanted.rankBy) {
    return `it ranks by ${kept.rankBy}, this one by ${wanted.rankBy}`;
  }
  const seeds = [kept, wanted].map((study) => [...new Set(study.seeds)].sort((a, b) => a - b).join(', '));
  if (seeds[0] !== seeds[1]) return `its seeds are ${seeds[0]}, this one’s ${seeds[1]}`;
  const there = expandOrExplain(kept).cells;
  const here = expandOrExplain(wanted).cells;
  const stranger = notIn(here, there);
  if (stranger) return `the cell "${stranger.name}" is not among its cells`;
  const missing = notIn(there, here);
  return missing ? `its cell "${missing.name}" is not among those of this one` : null;
}

function notIn<Cell extends { key: string }>(
  cells: readonly Cell[],
  others: readonly Cell[],
): Cell | undefined {
  const keys = new Set(others.map(({ key }) => key));
  return cells.find(({ key }) => !keys.has(key));
}

/** What a study that goes on in its folder brings that is new, one sentence each. */
export function changesText(kept: Study, wanted: Study): readonly string[] {
  const changes: string[] = [];
  if (kept.name !== wanted.name) changes.push(`The study is now called "${wanted.name}".`);
  const [before, after] = [kept, wanted].map(({ baseline }) => levelsText(baseline));
  if (before !== after) changes.push(`The baseline is now ${after}; it was ${before}.`);
  if (canonicalJson(kept.factors) !== canonicalJson(wanted.factors)) {
    changes.push('Factors and levels are now called as this study calls them.');
  }
  return changes;
}

function levelsText(levels: Study['baseline']): string {
  const parts = Object.entries(levels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([factor, level]) => `${factor} ${level}`);
  return parts.length === 0 ? 'the first cell' : parts.join(', ');
}
