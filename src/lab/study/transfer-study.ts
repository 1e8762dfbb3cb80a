import { factsOfReference } from '../recipe/data-facts.ts';
import type { DatasetReference } from '../recipe/dataset-reference.ts';
import { recipeFor } from '../start/fit.ts';
import { type Start, startText } from '../start/start.ts';
import type { WeightsFacts } from '../start/weights.ts';
import { equalSteps, PLAIN_BASE } from './presets.ts';
import { parseStudy, type Study } from './study.ts';

export const TRANSFER_STUDY = {
  id: 'transfer',
  label: 'Does starting from another set help?',
  explanation:
    'From scratch, from weights of another set, and their head alone, for as many steps each, on a tenth of the training part.',
} as const;

/** A share of the training part at which a start may matter. */
const TRAIN_FRACTION = 0.1;

/**
 * A study of the set at hand, on the net that the weights are of.
 *
 * @param start the weights of another set
 * @param facts of these weights
 */
export function transferStudy(
  dataset: DatasetReference,
  start: Pick<Start, 'weights' | 'name'>,
  facts: WeightsFacts,
): Study {
  const from = (frozen: Start['frozen']) => ({ weights: start.weights, name: start.name, frozen });
  // A linear model is a head alone.
  const values = [null, from('nothing'), ...(facts.model === 'linear' ? [] : [from('body')])];
  return parseStudy({
    name: TRANSFER_STUDY.label,
    question: TRANSFER_STUDY.explanation,
    base: {
      ...PLAIN_BASE,
      ...recipeFor(facts, factsOfReference(dataset).dims),
      ...{ dataset, steps: equalSteps(dataset) },
      protocol: { trainFraction: TRAIN_FRACTION },
    },
    factors: [{ field: 'start', name: 'start', values }],
    baseline: { start: startText(null) },
  });
}
