import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../scripts/write-whole.ts';
import { csv } from '../src/lab/csv.ts';
import { meanAuc } from '../src/lab/statistics/mean-auc.ts';
import { STRESS_NAMES, STRESSES } from '../src/lab/stress/registry.ts';
import { stressCurve, stressMean } from '../src/lab/stress/stress-curve.ts';
import { type StressScores, underStress } from '../src/lab/stress/stress-scores.ts';
import { analyseStudy } from '../src/lab/study/analyse.ts';
import { type Cell, expandStudy } from '../src/lab/study/expand.ts';
import { byStress, type ScoredRun } from '../src/lab/study/scored-run.ts';
import { verdictOf } from '../src/lab/study/verdict.ts';
import { readDataArgument } from './data-argument.ts';
import { EXIT } from './exit-codes.ts';
import { unwrap } from './lab-page.ts';
import { type PageOptions, withLoadedPage } from './loaded-page.ts';
import { log } from './log.ts';
import { readStudyArgument } from './study-argument.ts';
import { trainedRun } from './trained-run.ts';

export interface StressOptions extends PageOptions {
  readonly set: readonly string[];
  readonly seeds?: string;
  readonly out: string;
}

interface StressedCell {
  readonly cell: Cell;
  readonly runs: readonly StressScores[];
}

/** Trains the cells of a study on one set, puts each model under stress on val, and writes curves, table and verdict. */
export async function stress(argument: string, options: StressOptions, signal: AbortSignal): Promise<number> {
  const study = readStudyArgument(argument, [readDataArgument(options.data)], {
    set: options.set,
    ...(options.seeds === undefined ? {} : { seeds: options.seeds }),
  });
  const expansion = expandStudy(study);
  const clean = new Map<string, ScoredRun>();
  const stressed = new Map<string, StressScores>();
  await withLoadedPage(options, signal, async (lab) => {
    for (const { key, recipe, cell } of expansion.runs) {
      log(`${cell.name}, seed ${recipe.seed}`);
      const { record, scored } = await trainedRun(lab, recipe, signal);
      clean.set(key, scored);
      stressed.set(key, unwrap(await lab.page.evaluate((id) => window.lab!.stress(id), record.id)));
    }
  });
  const ranked = new Map(
    [...clean].map(([key, run]) => [key, byStress(run, underStress(stressed.get(key)!))]),
  );
  const cells = expansion.cells.map((cell) => ({
    cell,
    runs: expansion.runs.flatMap((run) => (run.cell.key === cell.key ? stressed.get(run.key)! : [])),
  }));
  mkdirSync(options.out, { recursive: true });
  writeWhole(join(options.out, 'stress.csv'), curvesCsv(cells));
  const text = [
    `# ${study.name}: under stress`,
    '',
    `${options.data}; seeds ${study.seeds.join(', ')}; ${options.set.join(' ')}`,
    '',
    ...[clean, ranked].flatMap((runs, place) => {
      const [block] = analyseStudy(study, expansion, runs, 'val');
      const { headline, details } = verdictOf(block!);
      return [`**${place === 0 ? 'Clean' : 'Over all stresses'}.** ${[headline, ...details].join(' ')}`, ''];
    }),
    ...meansTable(cells),
    '',
  ].join('\n');
  writeWhole(join(options.out, 'stress.md'), text);
  log(text);
  return EXIT.finished;
}

function curvesCsv(cells: readonly StressedCell[]): string {
  const rows = cells.flatMap(({ cell, runs }) =>
    STRESS_NAMES.flatMap((name) =>
      stressCurve(runs, name).map(({ severity, auc, interval }) => [
        ...[cell.name, name, severity, severity === 0 ? '' : STRESSES[name].strengths[severity - 1]!],
        ...[auc, interval?.[0] ?? '', interval?.[1] ?? ''],
      ]),
    ),
  );
  return csv([['cell', 'stress', 'severity', 'strength', 'auc', 'low', 'high'], ...rows]);
}

function meansTable(cells: readonly StressedCell[]): readonly string[] {
  const row = (label: string, score: (runs: readonly StressScores[]) => ReturnType<typeof meanAuc>) => {
    const texts = cells.map(({ runs }) => {
      const { mean, interval } = score(runs);
      return `${mean.toFixed(3)}${interval ? ` (${interval[0].toFixed(3)} to ${interval[1].toFixed(3)})` : ''}`;
    });
    return `| ${[label, ...texts].join(' | ')} |`;
  };
  return [
    `| mean val AUC over severities | ${cells.map(({ cell }) => cell.name).join(' | ')} |`,
    `|---|${cells.map(() => '---|').join('')}`,
    row('as they are', (runs) => meanAuc(runs.map(({ clean }) => clean))),
    ...STRESS_NAMES.map((name) => row(STRESSES[name].label, (runs) => stressMean(runs, name))),
    row('all stresses', (runs) => stressMean(runs, null)),
  ];
}
