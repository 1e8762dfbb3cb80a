import { isLeakNote } from '../leak-note.ts';
import { activePitfalls, pitfallSettings } from '../recipe/protocol.ts';
import { scoredOutputsText } from '../scored-outputs.ts';
import { type BlockAnalysis, valMinusTest } from './analyse.ts';
import type { ScoredRun } from './scored-run.ts';
import { stepsOf } from './steps.ts';
import type { Study } from './study.ts';
import { isTestOpen, type TestOpening } from './test-opening.ts';
import { formatAuc } from './verdict.ts';

/** Something that makes the figures say less than they seem to. */
export interface StudyWarning {
  readonly kind:
    | 'test-peeking'
    | 'leak'
    | 'pitfall'
    | 'best-epoch'
    | 'unequal-steps'
    | 'tiny-part'
    | 'unscored-outputs'
    | 'few-seeds'
    | 'mixed-runs'
    | 'gap';
  readonly text: string;
}

/** Fewer images of a class than this leave an AUC open by some hundredths. */
const FEW_IMAGES = 30;
const FEW_SEEDS = 3;

/** Warnings about a block; `openings` are those of the whole study. */
export function warningsOf(
  study: Study,
  block: BlockAnalysis,
  openings: readonly TestOpening[],
): readonly StudyWarning[] {
  const runs = block.cells.flatMap((cell) => cell.runs);
  return [
    ...testPeeking(study, openings),
    ...leaks(runs),
    ...pitfalls(block),
    ...bestEpochs(block),
    ...unequalSteps(block),
    ...tinyPart(runs, block),
    ...unscoredOutputs(runs, block),
    ...fewSeeds(block),
    ...mixedRuns(runs),
    ...(isTestOpen(study, openings) ? gaps(block) : []),
  ];
}

function testPeeking({ rankBy }: Study, openings: readonly TestOpening[]): StudyWarning[] {
  const warnings: StudyWarning[] = [];
  if (rankBy === 'test') {
    warnings.push({
      kind: 'test-peeking',
      text: 'Pitfall: the cells are ranked by the test part, so the best test AUC is too good by selection, and no honest score is left.',
    });
  }
  if (openings.length > 1) {
    warnings.push({
      kind: 'test-peeking',
      text: `The test part was opened ${openings.length} times: what was changed after the first time was chosen with the test in view.`,
    });
  }
  return warnings;
}

/** Equal images in two parts, found when the set was loaded. */
function leaks(runs: readonly ScoredRun[]): StudyWarning[] {
  const notes = new Set(runs.flatMap(({ record }) => record.dataset.notes.filter(isLeakNote)));
  return [...notes].map((note) => ({
    kind: 'leak',
    text: `A leak in the data: ${note} What was trained on, or chosen by, is scored again, so the AUC may be too good.`,
  }));
}

function pitfalls({ cells }: BlockAnalysis): StudyWarning[] {
  return cells.flatMap(({ cell }) =>
    activePitfalls(cell.recipe.pitfalls).map((name) => ({
      kind: 'pitfall' as const,
      text: `“${cell.name}”: ${pitfallSettings.shape[name].meta()!.description}`,
    })),
  );
}

function bestEpochs({ valKind }: BlockAnalysis): StudyWarning[] {
  if (valKind === 'cross-fitted') return [];
  return [
    {
      kind: 'best-epoch',
      text: 'Some runs are from before val was cross-fitted, so all are compared by the val AUC of their best epoch. It is too high, the more so for recipes that jitter from epoch to epoch. Train these runs again for a fair comparison.',
    },
  ];
}

/** What is learnt depends on how often the weights are moved, whatever else a cell does. */
function unequalSteps({ cells }: BlockAnalysis): StudyWarning[] {
  const steps = cells.flatMap(({ cell, runs }) => {
    const range = stepsOf(runs);
    return range ? [{ name: cell.name, fewest: range[0], most: range[1] }] : [];
  });
  if (steps.length === 0) return [];
  const shortest = steps.reduce((a, b) => (b.fewest < a.fewest ? b : a));
  const longest = steps.reduce((a, b) => (b.most > a.most ? b : a));
  if (shortest.fewest === longest.most) return [];
  return [
    {
      kind: 'unequal-steps',
      text: `The runs trained for ${shortest.fewest} (“${shortest.name}”) to ${longest.most} steps (“${longest.name}”): a cell that trained longer may be ahead for that alone. A recipe that gives steps instead of epochs, without patience, makes them equal.`,
    },
  ];
}

function tinyPart(runs: readonly ScoredRun[], { part }: BlockAnalysis): StudyWarning[] {
  const rarest = Math.min(...runs.flatMap((run) => run[part]?.rarest ?? []));
  if (rarest >= FEW_IMAGES) return [];
  return [
    {
      kind: 'tiny-part',
      text: `The ${part} part has only ${rarest} ${rarest === 1 ? 'image' : 'images'} of its rarest class: its AUC is coarse, and ${rarest < 3 ? 'no interval or p-value is defined' : 'small differences cannot be seen'}.`,
    },
  ];
}

/** A label that all images have, or none, has no AUC: the mean is over the others. */
function unscoredOutputs(runs: readonly ScoredRun[], { part }: BlockAnalysis): StudyWarning[] {
  const texts = runs.flatMap(({ record }) => scoredOutputsText(record.dataset, part) ?? []);
  return [...new Set(texts)].map((text) => ({ kind: 'unscored-outputs', text }));
}

function fewSeeds({ cells }: BlockAnalysis): StudyWarning[] {
  const counts = cells.map(({ runs }) => runs.length).filter((count) => count > 0);
  const fewest = Math.min(...counts);
  if (counts.length === 0 || fewest >= FEW_SEEDS) return [];
  return [
    {
      kind: 'few-seeds',
      text: `Some cells have ${fewest} ${fewest === 1 ? 'seed' : 'seeds'} only: their spread is ${fewest === 1 ? 'unknown' : 'hardly known'}.`,
    },
  ];
}

function mixedRuns(runs: readonly ScoredRun[]): StudyWarning[] {
  const differing = (what: string, values: readonly string[]): StudyWarning[] => {
    const distinct = [...new Set(values)];
    if (distinct.length < 2) return [];
    return [
      {
        kind: 'mixed-runs',
        text: `The runs differ in ${what} (${distinct.join(', ')}): differences may come from there.`,
      },
    ];
  };
  return [
    ...differing(
      'the backend',
      runs.map(({ record }) => record.backend),
    ),
    ...differing(
      'the version of the lab',
      runs.map(({ record }) => record.versions.lab),
    ),
    ...differing(
      'their data',
      runs.map(({ record }) => record.dataset.fingerprint.slice(0, 8)),
    ),
  ];
}

/** So many cells are named; the rest is counted. */
const MOST_GAPS = 3;

/** Val promises more than test gives: a leak, or a choice made by val among very many. The widest gaps come first. */
function gaps({ cells }: BlockAnalysis): StudyWarning[] {
  const apart = cells
    .filter(({ val, test }) => val?.interval && test?.interval && val.interval[0] > test.interval[1])
    .toSorted((a, b) => valMinusTest(b)! - valMinusTest(a)!);
  const more = apart.length - MOST_GAPS;
  return [
    ...apart.slice(0, MOST_GAPS).map(({ cell, val, test }) => ({
      kind: 'gap' as const,
      text: `“${cell.name}” claims ${formatAuc(val!.mean)} on val and gets ${formatAuc(test!.mean)} on test, and the intervals do not meet: there is a leak between train and val, or test is of another kind.`,
    })),
    ...(more > 0
      ? [
          {
            kind: 'gap' as const,
            text: `So ${more === 1 ? 'does 1 other cell' : `do ${more} other cells`}, by less: see the column val − test.`,
          },
        ]
      : []),
  ];
}
