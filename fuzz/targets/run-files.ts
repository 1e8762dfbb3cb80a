import { recipeHash } from '../../src/lab/recipe/canonical.ts';
import { parseRecipe } from '../../src/lab/recipe/parse.ts';
import { expandStudy } from '../../src/lab/study/expand.ts';
import { mapPredictions, predictionsOf } from '../../src/lab/study/plain-predictions.ts';
import { parseRunFile, type RunFile } from '../../src/lab/study/run-file.ts';
import { scoreRun } from '../../src/lab/study/scored-run.ts';
import { RUN_FILES, SMALL_STUDY } from '../examples.ts';
import { jsonText, mutated } from '../mutations/json.ts';
import { requireTexts } from '../oracles.ts';
import { require, target } from '../target.ts';

const expansion = expandStudy(SMALL_STUDY);

/** An accepted run can be replayed, and counts in an analysis. */
export function requireRunFile({ key, record, predictions }: RunFile): void {
  require(recipeHash(parseRecipe(record.recipe)) === record.recipeHash, 'the hash is not that of the recipe');
  const scored = scoreRun(record, mapPredictions(predictions, predictionsOf));
  if (scored) requireTexts(SMALL_STUDY, expansion, new Map([[key, scored]]), []);
}

export const runFiles = target({
  name: 'run files',
  inputs: mutated(RUN_FILES).map(jsonText),
  check: (text) => requireRunFile(parseRunFile(JSON.parse(text))),
});
