import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Reads a test score or the predictions on the test part. */
const READS =
  /(?:summary|summary!|predictions|stored|record|last|all)\??\.test\b|\{[^{}]*\btest\b[^{}]*\} = (?:\w+\.)*(?:summary|predictions|analysis)/;

/**
 * Every place that reads test scores or predictions, with what closes it while the test part is sealed. Rows come from
 * useVisibleRows, useShownRuns and the like, which go through asSealed; whoever adds a place says so here.
 */
const PLACES: Readonly<Record<string, string>> = {
  'cli/train.ts': 'the record of the automation, which is sealed unless --open-test',
  'src/app/automation.ts': 'predictions by sealedRow',
  'src/lab/challenge/board.ts': 'entries that others have opened and handed in',
  'src/lab/challenge/entry.ts': 'whether an entry was scored on it',
  'src/lab/report/words.ts': 'runs of a report, whose records and looks are as they may be shown',
  'src/lab/lesson/figures.ts': 'visible rows',
  'src/lab/lesson/standing.ts': 'visible rows',
  'src/lab/seal/test-seal.ts': 'the seal itself',
  'src/lab/study/scored-run.ts':
    'scored runs of the page go through asSealed, those of a folder through study.json',
  'src/lab/study/table.ts': 'only where the study is open; runs through asSealed',
  'src/pages/compare/compare-page.tsx': 'shown runs',
  'src/pages/compare/differences-table.tsx': 'shown runs',
  'src/pages/compare/group-charts.tsx': 'shown runs',
  'src/pages/compare/test-scores.tsx': 'shown runs',
  'src/pages/results/answer.tsx': 'a visible row',
  'src/pages/results/attribute-section.tsx': 'a visible row',
  'src/pages/results/results-page.tsx': 'visible rows',
  'src/pages/results/score-table.tsx': 'a visible row',
  'src/pages/results/use-auc-intervals.ts': 'a visible row',
  'src/parts/feature-map/feature-map.tsx': 'a visible row',
  'src/parts/insides/insides.tsx': 'whether a visible row shows one',
  'src/parts/run-rail/run-item.tsx': 'visible rows',
  'src/parts/run-rail/run-menu.tsx': 'whether a visible row shows one',
  'src/parts/run-rail/run-rail.tsx': 'whether a run has a score, and shows none',
  'src/parts/run-rail/save-model.ts': 'a visible row',
  'src/parts/seal/sealed-note.tsx': 'whether a run has a score, and shows none',
  'src/parts/seal/use-set-seal.ts': 'counts runs that have a score, and shows none',
  'src/parts/stress/stress-section.tsx': 'shown runs',
  'src/parts/transport/announcement.ts': 'a visible row',
  'src/parts/transport/transport.tsx': 'visible rows',
  'src/parts/try-it/give-picture.tsx': 'whether a visible row shows one',
  'src/parts/try-it/pack-page.ts': 'a visible row',
  'src/state/results/save-predictions.ts': 'shownPredictions of a visible row',
  'src/state/challenge/store.ts': 'opens the test part, and hands that run in',
  'src/state/report/assemble.ts': 'predictions as they may be shown, see RunSource',
  'src/state/results/scored-parts.ts': 'shownPredictions of a visible row',
  'src/state/results/shown-predictions.ts': 'predictions only where the visible row shows its test score',
  'src/state/runs/runs-csv.ts': 'visible rows',
  'src/state/seal/shown-before.ts': 'which runs had been shown before there was a seal',
  'src/state/studies/openings.ts': 'which runs have a score that can be opened',
};

function sourcesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.ts$|\.browser\.test\.ts$|testing\//.test(name))
    .map((name) => join(ROOT, folder, name));
}

it('every place that reads a test figure is known, and closed while the test part is sealed', () => {
  const found = [...sourcesIn('src'), ...sourcesIn('cli')]
    .filter((file) => READS.test(readFileSync(file, 'utf8')))
    .map((file) => relative(ROOT, file).replaceAll('\\', '/'));
  expect(found.toSorted()).toEqual(Object.keys(PLACES).toSorted());
});
