import type { Random } from '../random.ts';
import type { Work } from '../work.ts';
import {
  type BrierScore,
  brierScore,
  calibrationError,
  debiasedError,
  type ErrorByChance,
  errorByChance,
  promisesOf,
  type ReliabilityBin,
  reliabilityBins,
} from './calibration.ts';
import type { ScoredPart } from './scored-part.ts';
import { type FittedTemperature, fitTemperature, probabilitiesAt } from './temperature.ts';

/** How far the probabilities of a part can be believed. */
export interface Calibration {
  readonly bins: readonly ReliabilityBin[];
  readonly error: number;
  readonly chance: ErrorByChance;
  readonly debiased: number;
  readonly brier: BrierScore;
}

export interface Calibrated {
  readonly temperature: FittedTemperature;
  /** As the model gives them. */
  readonly before: Calibration;
  /** At the temperature. */
  readonly after: Calibration;
}

/** Draws by which the error by chance is told. */
const DRAWS = 100;

/**
 * The calibration of a part, before and after a temperature that is fitted on val.
 *
 * @param output the label that is asked about
 */
export function* calibrate(
  val: ScoredPart,
  part: ScoredPart,
  output: number,
  random: Random,
): Work<Calibrated> {
  const temperature = yield* fitTemperature(val);
  const before = yield* calibrationAt(part, 1, output, random);
  const after = yield* calibrationAt(part, temperature.temperature, output, random);
  return { temperature, before, after };
}

function* calibrationAt(
  part: ScoredPart,
  temperature: number,
  output: number,
  random: Random,
): Work<Calibration> {
  const probabilities = yield* probabilitiesAt(part, temperature);
  const promises = promisesOf(part, probabilities, output);
  yield;
  const bins = reliabilityBins(promises);
  yield;
  return {
    bins,
    error: calibrationError(bins),
    chance: yield* errorByChance(promises, bins, DRAWS, random),
    debiased: debiasedError(bins),
    brier: brierScore(part, probabilities),
  };
}
