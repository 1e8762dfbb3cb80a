import { rankingInfluenceWork } from '../../lab/ranking/cross-fit.ts';
import type { LabReport, ReportedRun, ReportedStudy } from '../../lab/report/lab-report.ts';
import { lookAtPart, type PartLook } from '../../lab/report/look-at-part.ts';
import type { Thresholds } from '../../lab/results/answers.ts';
import { idsOf } from '../../lab/results/part-ids.ts';
import { type ScoredPart, scoredPart } from '../../lab/results/scored-part.ts';
import type { Predictions, RunRecord } from '../../lab/run-record.ts';
import { influenceInterval } from '../../lab/statistics/delong.ts';
import { analyseStudy } from '../../lab/study/analyse.ts';
import { blockNames } from '../../lab/study/block-names.ts';
import { expandStudy } from '../../lab/study/expand.ts';
import { studyReport } from '../../lab/study/report.ts';
import type { ScoredRun } from '../../lab/study/scored-run.ts';
import type { Study } from '../../lab/study/study.ts';
import { cellsCsv, runsCsv } from '../../lab/study/table.ts';
import { isTestOpen, type TestOpening } from '../../lab/study/test-opening.ts';
import { verdictOf } from '../../lab/study/verdict.ts';
import type { Work } from '../../lab/work.ts';
import { runColour } from '../../ui/palettes.ts';
import { cellsFigure } from '../../ui/report/cells-figure.ts';
import { lookFigures } from '../../ui/report/look-figures.ts';
import { runCurves } from '../../ui/report/run-curves.ts';

/** A run as it may be shown: without anything of a test part that is sealed. */
export interface RunSource {
  readonly letter: string;
  /** In the palette of runs; null in grey. */
  readonly colour: number | null;
  readonly name: string;
  readonly record: RunRecord;
  readonly predictions: {
    readonly val: Predictions | null;
    readonly ranking: Predictions | null;
    readonly test: Predictions | null;
  } | null;
}

/** How the thresholds of a run are chosen, with the words for it. */
export type ThresholdChooser = (
  source: RunSource,
  parts: { readonly val: ScoredPart; readonly test: ScoredPart | null },
) => { readonly thresholds: Thresholds; readonly rule: string };

/** Pictures of images of a set by their ids, as addresses; null where that set is not at hand. */
export type PictureSource = (
  source: RunSource,
  look: PartLook,
  ids: readonly number[],
) => Promise<readonly string[] | null>;

/** Does a computation, in slices where a person waits. */
export type DoWork = <Result>(work: Work<Result>) => Promise<Result>;

/** Everything that a report says of a run, but its place among the others. */
export async function reportRun(
  source: RunSource,
  choose: ThresholdChooser,
  pictures: PictureSource,
  doWork: DoWork,
): Promise<ReportedRun> {
  const { record, predictions, letter, name } = source;
  const { task } = record.dataset;
  const read = (part: Predictions | null) => part && doWork(scoredPart(part, task));
  const val = predictions && (await read(predictions.val));
  if (!val) return { letter, name, record, rankingInterval: null, rule: '', looks: [], figures: [] };
  const test = await read(predictions.test);
  const { thresholds, rule } = choose(source, { val, test });
  const looks: PartLook[] = [];
  const figures = [];
  for (const [part, scored] of [
    ['val', val],
    ['test', test],
  ] as const) {
    if (!scored) continue;
    const look = await doWork(lookAtPart(part, scored, thresholds, record.dataset));
    const ids = look.mistakes.map(({ image }) => idsOf(scored, part, record.dataset.counts)(image));
    looks.push(look);
    figures.push(
      ...lookFigures(
        letter,
        runColour(source.colour, 'light'),
        record.dataset,
        look,
        await pictures(source, look, ids),
      ),
    );
  }
  const influence = predictions.ranking && (await doWork(rankingInfluenceWork(predictions.ranking, task)));
  const rankingInterval = influence ? influenceInterval(influence) : null;
  return { letter, name, record, rankingInterval, rule, looks, figures };
}

/** What a study comes to. @param runs by key, as they may be shown */
export function reportStudy(
  study: Study,
  openings: readonly TestOpening[],
  runs: ReadonlyMap<string, ScoredRun>,
): ReportedStudy {
  const expansion = expandStudy(study);
  const blocks = analyseStudy(study, expansion, runs);
  const names = blockNames(blocks);
  const opened = isTestOpen(study, openings);
  return {
    study,
    text: studyReport(study, blocks, names, openings),
    verdicts: blocks.map((block) => {
      const { headline, details } = verdictOf(block);
      return { name: names.get(block.key) ?? block.key, headline, details };
    }),
    tables: {
      'table.csv': cellsCsv(expansion, blocks, names, study.seeds.length, opened),
      'runs.csv': runsCsv(expansion, runs, names, opened),
    },
    figures: blocks
      .filter(({ cells }) => cells.some((cell) => cell.runs.length > 0))
      .map((block, place) => ({
        file: blocks.length === 1 ? 'study' : `study-${place + 1}`,
        title: `Recipes on ${names.get(block.key) ?? block.key}`,
        note: `${names.get(block.key) ?? block.key}: a dot for each seed; upright the mean, with its 95 % interval over other seeds and other images.`,
        ...cellsFigure(block),
      })),
  };
}

/** The curves of all runs together. */
export function reportCurves(sources: readonly RunSource[]): LabReport['curves'] {
  return runCurves(
    sources.map(({ letter, name, colour, record }) => ({
      ...{ letter, name, record },
      colour: runColour(colour, 'light'),
    })),
  );
}
