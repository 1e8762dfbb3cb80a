import type { Work } from '../work.ts';
import type { Answers } from './answers.ts';
import { calibrationError, promisesOf, reliabilityBins } from './calibration.ts';
import { macroRates } from './class-rates.ts';
import type { ScoredPart } from './scored-part.ts';
import { fitTemperature, probabilitiesAt } from './temperature.ts';

/** A part in single figures, from 0 to 1; null where one is not defined. */
export interface OverallFigures {
  /** Mean recall over the classes: balanced accuracy. */
  readonly balanced: number | null;
  /** Mean F1 over the classes. */
  readonly macroF1: number | null;
  /** Expected calibration error, see calibrationError; of labels that of the first. */
  readonly calibration: number;
  /** The same after the temperature that is fitted on this part. */
  readonly calibrated: number;
}

export function* overallFigures(part: ScoredPart, answers: Answers): Work<OverallFigures> {
  const { sensitivity, f1 } = macroRates(part, answers);
  const { temperature } = yield* fitTemperature(part);
  return {
    balanced: sensitivity.value,
    macroF1: f1.value,
    calibration: yield* errorAt(part, 1),
    calibrated: yield* errorAt(part, temperature),
  };
}

function* errorAt(part: ScoredPart, temperature: number): Work<number> {
  const promises = promisesOf(part, yield* probabilitiesAt(part, temperature), 0);
  yield;
  return calibrationError(reliabilityBins(promises));
}
