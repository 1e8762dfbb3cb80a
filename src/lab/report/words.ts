import type { Rate } from '../results/class-rates.ts';
import { BACKEND_TITLES } from '../run-record.ts';
import { formatAuc } from '../study/verdict.ts';
import type { LabReport, ReportedRun } from './lab-report.ts';

/** "0.826 (0.790 to 0.859)", or a dash. */
export function rateText({ value, interval }: Rate): string {
  if (value === null) return '–';
  return interval
    ? `${formatAuc(value)} (${formatAuc(interval[0])} to ${formatAuc(interval[1])})`
    : formatAuc(value);
}

/** What made a run, in one line. */
export function madeWith({ record }: ReportedRun): string {
  const { device, backend, versions, recipe, recipeHash, dataset } = record;
  return [
    device.label.includes(device.device) ? device.label : `${device.label}, ${device.device}`,
    `backend ${BACKEND_TITLES[backend]}`,
    `lab ${versions.lab}`,
    `seed ${recipe.seed}`,
    `data ${dataset.fingerprint.slice(0, 12)}`,
    `recipe ${recipeHash}`,
  ].join(' · ');
}

/** Said of every report: where it was made. */
export function reportLine({ madeAt, browser, lab }: LabReport): string {
  return `Made on ${utcText(madeAt)} in ${browser}, lab ${lab}.`;
}

function utcText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Whether the test part of its runs is in the report. */
export function sealText({ runs }: LabReport): string {
  const scored = runs.filter(({ record }) => record.summary !== null);
  const open = scored.filter(
    ({ looks, record }) => record.summary?.test || looks.some(({ part }) => part === 'test'),
  );
  if (open.length === 0) return 'The test part is sealed: no figure here was measured on it.';
  const [since] = open.flatMap(({ record: { testSeal } }) => testSeal?.keptOpenSince ?? []);
  if (since !== undefined) {
    return `The test part is kept open on the device, since ${utcText(since)}: its figures are here.`;
  }
  if (open.length === scored.length) return 'The test part is open: its figures are here.';
  return `The test part is open for ${open.map(({ letter }) => letter).join(', ')} alone; the others are told by validation.`;
}

/** One row of what came out for each run. */
export function scoreRow({ letter, name, record, rankingInterval, looks }: ReportedRun): readonly string[] {
  const { summary } = record;
  const val = looks.find(({ part }) => part === 'val');
  const test = looks.find(({ part }) => part === 'test');
  const ranking = summary?.ranking;
  return [
    letter,
    name,
    String(record.recipe.seed),
    record.status === 'finished' ? 'finished' : record.status,
    ranking ? rateText({ value: ranking.auc, interval: rankingInterval }) : '–',
    val ? rateText(val.meanAuc) : summary ? formatAuc(summary.val.auc) : '–',
    val ? rateText(val.macro.sensitivity) : '–',
    test ? rateText(test.meanAuc) : summary?.test ? formatAuc(summary.test.auc) : sealedText(record.status),
  ];
}

/** Only a run that went to its end has a test score that could be sealed. */
function sealedText(status: ReportedRun['record']['status']): string {
  return status === 'finished' ? 'sealed' : '–';
}

export const SCORE_HEADS = [
  'run',
  'recipe',
  'seed',
  'status',
  'val AUC, cross-fitted',
  'val AUC, best epoch',
  'val balanced accuracy',
  'test AUC',
] as const;

/** How the tables and figures are to be read. */
export const HOW_TO_READ =
  'In brackets: 95 % intervals over other images of the same kind; other seeds are not in them. “Cross-fitted”: each half of the validation images is scored with the epoch that is best on the other half. “Best epoch” was chosen on the same images, so it is a little too good.';

/** Said where a study has more runs than the report has figures of; empty otherwise. */
export function chosenText({ runs, finishedRuns }: LabReport): string {
  return runs.length < finishedRuns
    ? `${runs.length} of ${finishedRuns} runs have figures of their own, every recipe once before any twice; all of the study are in runs.csv.`
    : '';
}
