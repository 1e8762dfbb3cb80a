import { meanInfluence } from '../statistics/auc-influence.ts';
import type { PartScore } from '../study/scored-run.ts';
import { STRESS_NAMES, type StressName } from './registry.ts';

/** What a trained model scores on a part as it is, and under each stress, by severity from 1 on. */
export interface StressScores {
  readonly clean: PartScore;
  readonly stressed: Readonly<Record<StressName, readonly PartScore[]>>;
}

/** The mean of several scores on the same images, with each image's share in it. */
export function meanScore(scores: readonly PartScore[]): PartScore {
  return { ...scores[0]!, ...meanInfluence(scores) };
}

/**
 * The mean AUC over all stresses and severities, each alike: a figure for how much a model bears. MedMNIST-C sets errors
 * in relation to those of a reference model (AlexNet); here recipes are set against each other.
 */
export function underStress({ stressed }: StressScores): PartScore {
  return meanScore(STRESS_NAMES.flatMap((name) => stressed[name]));
}
