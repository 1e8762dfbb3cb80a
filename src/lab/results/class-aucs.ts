import { type AucInfluence, aucInfluence, meanInfluence } from '../statistics/auc-influence.ts';
import { influenceInterval } from '../statistics/delong.ts';
import type { Work } from '../work.ts';
import type { Rate } from './class-rates.ts';
import type { ScoredPart } from './scored-part.ts';

export interface ClassAucs {
  /** Of each output against the rest. */
  readonly byOutput: readonly Rate[];
  /** Over the outputs that have one. */
  readonly mean: Rate;
}

const UNDEFINED: Rate = { value: null, interval: null };

/** AUCs with DeLong's intervals; that of the mean takes in that the classes see the same images. */
export function* classAucs({ held, scores }: ScoredPart): Work<ClassAucs> {
  const found: AucInfluence[] = [];
  const byOutput: Rate[] = [];
  for (const [output, labels] of held.entries()) {
    if (labels.includes(1) && labels.includes(0)) {
      const influence = aucInfluence(labels, scores[output]!);
      found.push(influence);
      byOutput.push(rateOf(influence));
    } else byOutput.push(UNDEFINED);
    yield;
  }
  return { byOutput, mean: found.length === 0 ? UNDEFINED : rateOf(meanInfluence(found)) };
}

/** Places of the outputs, the lowest AUC first, those without one last; equal ones as they stand. */
export function worstFirst({ byOutput }: ClassAucs): readonly number[] {
  const aucOf = (output: number) => byOutput[output]!.value ?? Number.MAX_VALUE;
  return [...byOutput.keys()].sort((one, other) => aucOf(one) - aucOf(other));
}

function rateOf(influence: AucInfluence): Rate {
  return { value: influence.auc, interval: influenceInterval(influence) };
}
