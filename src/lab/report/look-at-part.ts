import { className } from '../class-name.ts';
import type { DatasetSummary } from '../dataset.ts';
import { MOST_NAMES } from '../found-names.ts';
import { createRandom } from '../random.ts';
import { answersOf } from '../results/answer-names.ts';
import { type Answers, answersAt, type Thresholds, wrongness } from '../results/answers.ts';
import {
  calibrationError,
  type ErrorByChance,
  errorByChance,
  promisesOf,
  type ReliabilityBin,
  reliabilityBins,
} from '../results/calibration.ts';
import { classAucs } from '../results/class-aucs.ts';
import {
  type AccuracyRates,
  accuracyRates,
  type ClassRates,
  classRates,
  macroRates,
  type Rate,
} from '../results/class-rates.ts';
import { type RateBands, type RateCurves, rateBands, rateCurves } from '../results/rate-bands.ts';
import type { ScoredPart } from '../results/scored-part.ts';
import { probabilitiesAt } from '../results/temperature.ts';
import type { Work } from '../work.ts';

/** One output against the rest. */
export interface OutputLook {
  /** What is looked for, and what the rest is called. */
  readonly yes: string;
  readonly no: string;
  readonly auc: Rate;
  /** Both null where all images are of one kind. */
  readonly curves: RateCurves | null;
  readonly bands: RateBands | null;
  /** Where its threshold lies; null: the likeliest class wins. */
  readonly threshold: number | null;
}

/** How far scores can be believed as probabilities: of two classes and of labels for each, of several classes at the top. */
export interface Reliability {
  /** What is promised. */
  readonly name: string;
  readonly bins: readonly ReliabilityBin[];
  readonly error: number;
  readonly chance: ErrorByChance;
}

/** An image that is called what it is not. */
export interface Mistake {
  /** Place in the part, from 0. */
  readonly image: number;
  readonly is: string;
  readonly called: string;
}

/** All that a report says of one part of one run. */
export interface PartLook {
  readonly part: 'val' | 'test';
  readonly images: number;
  readonly scored: ScoredPart;
  readonly answers: Answers;
  readonly meanAuc: Rate;
  readonly outputs: readonly OutputLook[];
  readonly accuracy: AccuracyRates;
  /** By class (label). */
  readonly classes: readonly { readonly name: string; readonly rates: ClassRates }[];
  readonly macro: ClassRates;
  readonly reliability: readonly Reliability[];
  /** The most wrong first. */
  readonly mistakes: readonly Mistake[];
  /** Of all images (labels of images). */
  readonly wrong: number;
}

/** As many draws as the page makes, so that report and page show the same bands and figures. */
const BAND_DRAWS = 400;
const CHANCE_DRAWS = 100;
const RANDOM = 1;

const MOST_MISTAKES = 24;

/** @param scored of the part, as it may be shown */
export function* lookAtPart(
  part: 'val' | 'test',
  scored: ScoredPart,
  thresholds: Thresholds,
  dataset: DatasetSummary,
): Work<PartLook> {
  const answers = answersAt(scored, thresholds);
  const aucs = yield* classAucs(scored);
  const outputs: OutputLook[] = [];
  // A figure with a curve for each of 1,000 classes shows none.
  for (const [output, scores] of scored.scores.slice(0, MOST_NAMES).entries()) {
    const held = scored.held[output]!;
    const [no, yes] = answersOf(dataset, output);
    const curves = rateCurves(held, scores);
    const bands = curves && (yield* rateBands(held, scores, BAND_DRAWS, createRandom(RANDOM)));
    outputs.push({
      ...{ yes, no, curves, bands, auc: aucs.byOutput[output]! },
      threshold: thresholds[output] ?? null,
    });
    yield;
  }
  const { all, wrong } = yield* mistakesIn(scored, answers, thresholds, dataset);
  return {
    ...{ part, images: scored.count, scored, answers, outputs, wrong, mistakes: all },
    meanAuc: aucs.mean,
    accuracy: accuracyRates(scored, answers),
    classes: answers.classes.map((counts, index) => ({
      name: className(dataset.classNames[index]!),
      rates: classRates(counts),
    })),
    macro: macroRates(scored, answers),
    reliability: yield* reliabilityOf(scored, dataset),
  };
}

function* reliabilityOf(scored: ScoredPart, dataset: DatasetSummary): Work<readonly Reliability[]> {
  const probabilities = yield* probabilitiesAt(scored, 1);
  const found: Reliability[] = [];
  const count = scored.task === 'multi-label' ? scored.scores.length : 1;
  for (let output = 0; output < count; output++) {
    const promises = promisesOf(scored, probabilities, output);
    const bins = reliabilityBins(promises);
    yield;
    found.push({
      name: scored.task === 'multi-class' ? 'the likeliest class' : answersOf(dataset, output)[1],
      bins,
      error: calibrationError(bins),
      chance: yield* errorByChance(promises, bins, CHANCE_DRAWS, createRandom(RANDOM)),
    });
  }
  return found;
}

function* mistakesIn(
  scored: ScoredPart,
  { called }: Answers,
  thresholds: Thresholds,
  dataset: DatasetSummary,
): Work<{ readonly all: readonly Mistake[]; readonly wrong: number }> {
  const names = dataset.classNames.map(className);
  const isLabels = scored.task === 'multi-label';
  const found: { readonly how: number; readonly mistake: Mistake }[] = [];
  for (const [output, column] of called.entries()) {
    const how = wrongness(scored, thresholds, output);
    const [no, yes] = answersOf(dataset, output);
    yield;
    for (let image = 0; image < scored.count; image++) {
      const own = isLabels ? scored.held[output]![image]! : scored.labels[image]!;
      if (column[image] === own) continue;
      const mistake = isLabels
        ? { image, is: own === 1 ? yes : no, called: `called ${own === 1 ? no : yes}` }
        : { image, is: names[own]!, called: `called ${names[column[image]!]!}` };
      found.push({ how: how[image]!, mistake });
    }
  }
  yield;
  found.sort((a, b) => b.how - a.how || a.mistake.image - b.mistake.image);
  return { all: found.slice(0, MOST_MISTAKES).map(({ mistake }) => mistake), wrong: found.length };
}
