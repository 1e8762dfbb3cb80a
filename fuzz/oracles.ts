import { type Dataset, imageLength, labelWidth, SPLITS } from '../src/lab/dataset.ts';
import { LabError } from '../src/lab/lab-error.ts';
import { lessonFaults } from '../src/lab/lesson/faults.ts';
import type { Lesson } from '../src/lab/lesson/lesson.ts';
import { LONGEST_LESSON_LINK, lessonFromWord, lessonHash } from '../src/lab/lesson/link.ts';
import { readLesson } from '../src/lab/lesson/read-lesson.ts';
import { standingOf } from '../src/lab/lesson/standing.ts';
import { writeLesson } from '../src/lab/lesson/write-lesson.ts';
import { canonicalJson, recipeHash } from '../src/lab/recipe/canonical.ts';
import { LONGEST_LINK } from '../src/lab/recipe/link-text.ts';
import { recipeName } from '../src/lab/recipe/name.ts';
import { parseRecipe, recipeFromLink, recipeToLink } from '../src/lab/recipe/parse.ts';
import type { Recipe } from '../src/lab/recipe/recipe.ts';
import { analyseStudy } from '../src/lab/study/analyse.ts';
import { type Expansion, expandStudy } from '../src/lab/study/expand.ts';
import { studyFromLink, studyToLink } from '../src/lab/study/link.ts';
import { studyReport } from '../src/lab/study/report.ts';
import type { ScoredRun } from '../src/lab/study/scored-run.ts';
import { MOST_RUNS, parseStudy, type Study } from '../src/lab/study/study.ts';
import { cellsCsv, runsCsv } from '../src/lab/study/table.ts';
import type { TestOpening } from '../src/lab/study/test-opening.ts';
import { epochBatches } from '../src/training/batch/epoch-batches.ts';
import { applyProtocol } from '../src/training/protocol/apply-protocol.ts';
import { require } from './target.ts';

/** A set that every recipe can be planned on: 40 images in two classes. */
const PLANNED_ON: Dataset = (() => {
  const split = (count: number) => ({
    count,
    // No two are equal: those would stay in one fold.
    images: Uint8Array.from({ length: count * 64 }, (_, place) =>
      place % 64 === 0 ? place / 64 + 3 * count : 0,
    ),
    labels: Uint8Array.from({ length: count }, (_, index) => (index % 4 === 0 ? 1 : 0)),
  });
  return {
    splits: { train: split(40), val: split(12), test: split(12) },
    streaming: null,
    summary: {
      key: 'custom:0',
      catalogueId: null,
      name: 'planned on',
      task: 'binary',
      dims: 2,
      size: 8,
      channels: 1,
      classNames: ['no', 'yes'],
      counts: { train: 40, val: 12, test: 12 },
      classCounts: { train: [30, 10], val: [9, 3], test: [9, 3] },
      licence: 'unknown',
      synthetic: true,
      fingerprint: '0'.repeat(64),
      origin: 'fuzz',
      notes: [],
    },
  };
})();

/** What is written comes back as it was. */
function requireSame(back: unknown, value: unknown, what: string): void {
  require(canonicalJson(back) === canonicalJson(value), `${what} does not come back as it went`);
}

export function requireFinite(value: unknown, where: string): void {
  if (typeof value === 'number') require(Number.isFinite(value), `${where} is ${value}`);
  else if (typeof value === 'object' && value !== null)
    for (const [key, field] of Object.entries(value)) requireFinite(field, `${where}.${key}`);
}

/** An accepted recipe can be kept, shared, named, and plans an epoch. */
export function requireRecipe(recipe: Recipe): void {
  requireFinite(recipe, 'recipe');
  requireSame(parseRecipe(JSON.parse(JSON.stringify(recipe))), recipe, 'the recipe as JSON');
  requireSame(recipeFromLink(recipeToLink(recipe)), recipe, 'the recipe as a link');
  require(/^[0-9a-f]{12}$/.test(recipeHash(recipe)), 'the recipe has no hash');
  require(recipeName(recipe).trim() !== '', 'the recipe has no name');
  const prepared = applyProtocol(PLANNED_ON, recipe);
  const { train } = prepared.dataset.splits;
  const batches = epochBatches(prepared.dataset, prepared.recipe, 0);
  require(batches.length > 0, 'the epoch has no batch');
  for (const { indices, copies } of batches) {
    require(indices.length > 0 && indices.length === copies.length, 'a batch without images');
    require(indices.every((index) => index >= 0 && index < train.count), 'a batch reaches out of the set');
  }
}

/** An accepted study can be kept and shared, and expands within its bounds, or is refused in words. */
export function requireStudy(study: Study): Expansion | null {
  requireSame(parseStudy(JSON.parse(JSON.stringify(study))), study, 'the study as JSON');
  const link = studyToLink(study);
  if (link.length <= LONGEST_LINK) requireSame(studyFromLink(link), study, 'the study as a link');
  let expansion: Expansion;
  try {
    expansion = expandStudy(study);
  } catch (error) {
    if (error instanceof LabError) return null;
    throw error;
  }
  const { runs, cells } = expansion;
  require(runs.length > 0 && runs.length <= MOST_RUNS, `${runs.length} runs`);
  require(runs.length === cells.length * study.seeds.length, 'runs and cells do not agree');
  require(new Set(runs.map(({ key }) => key)).size === runs.length, 'two runs have one key');
  for (const { name, recipe } of cells.slice(0, 5)) {
    require(name.trim() !== '', 'a cell without a name');
    requireRecipe(recipe);
  }
  requireTexts(study, expansion, new Map(), []);
  return expansion;
}

/** An accepted lesson can be kept and shared, and can be begun; nothing that it says reaches beyond it. */
export function requireLesson(lesson: Lesson): void {
  requireFinite(lesson, 'lesson');
  requireSame(readLesson(writeLesson(lesson)), lesson, 'the lesson as a file');
  const hash = lessonHash(lesson);
  if (hash.length <= LONGEST_LESSON_LINK)
    requireSame(lessonFromWord(hash.slice(hash.indexOf('=') + 1)), lesson, 'the lesson as a link');
  require(lessonFaults(lesson).every((fault) => fault.trim() !== ''), 'a fault without words');
  const facts = { runs: [], studies: [], edits: 0, stressed: new Set<string>(), did: [], number: null };
  require(standingOf(lesson, facts).met.length === lesson.steps.length, 'a step without a standing');
  require(!('polluted' in {}), 'a lesson changed what all objects have');
}

/** All that is shown and written of a study with these runs can be worked out. */
export function requireTexts(
  study: Study,
  expansion: Expansion,
  runs: ReadonlyMap<string, ScoredRun>,
  openings: readonly TestOpening[],
): void {
  const blocks = analyseStudy(study, expansion, runs);
  const names = new Map(blocks.map(({ key }) => [key, key]));
  const texts = [
    studyReport(study, blocks, names, openings),
    cellsCsv(expansion, blocks, names, study.seeds.length, true),
    runsCsv(expansion, runs, names, true),
  ];
  if (runs.size === 0) return;
  // A study may bear such a word as its name, a set as its fingerprint.
  const words = [study.name, ...[...runs.values()].map(({ record }) => record.dataset.fingerprint)];
  const said = (text: string) =>
    words.reduce((rest, word) => rest.replaceAll(word, ''), text.replaceAll(/“[^”]*”/g, ''));
  for (const text of texts)
    require(!/\bNaN\b|\bundefined\b|\[object/.test(said(text)), 'a text holds no figure where one is due');
}

/** An accepted set holds as many pixels and labels as it says, and trains. */
export function requireDataset({ summary, splits }: Dataset): void {
  requireFinite(summary, 'summary');
  require(/^[0-9a-f]{64}$/.test(summary.fingerprint), 'no fingerprint');
  require(summary.classNames.length >= 2, 'fewer than two classes');
  const width = labelWidth(summary.task, summary.classNames.length);
  for (const split of SPLITS) {
    const { count, images, labels } = splits[split];
    require(count >= 1 && count === summary.counts[split], `${split} has ${count} images`);
    require(images.length === count * imageLength(summary), `${split} has ${images.length} pixels`);
    require(labels.length === count * width, `${split} has ${labels.length} labels`);
    const most = summary.task === 'multi-label' ? 1 : summary.classNames.length - 1;
    require(labels.every((label) => label <= most), `${split} has a label beyond ${most}`);
    const counted = summary.classCounts[split];
    require(counted.length === summary.classNames.length, 'classes are not counted');
    if (summary.task !== 'multi-label')
      require(counted.reduce((sum, of) => sum + of, 0) === count, 'the counts do not sum up');
  }
  const recipe = parseRecipe({ batch: 16 });
  const dataset = { summary, splits, streaming: null };
  require(epochBatches(dataset, recipe, 0).length > 0, 'the epoch has no batch');
}
