import type { Target } from '../target.ts';
import { bundles } from './bundles.ts';
import { lessonLinks, recipeLinks, studyLinks } from './links.ts';
import { npz } from './npz.ts';
import { recipes } from './recipes.ts';
import { runFiles } from './run-files.ts';
import { shards } from './shards.ts';
import { storedPredictions, storedRuns, storedStudies } from './stored.ts';
import { studies } from './studies.ts';
import { weights } from './weights.ts';

export const TARGETS: readonly Target[] = [
  npz,
  shards,
  recipes,
  recipeLinks,
  studies,
  studyLinks,
  lessonLinks,
  runFiles,
  bundles,
  storedRuns,
  storedPredictions,
  storedStudies,
  weights,
];

export function findTarget(name: string): Target {
  const found = TARGETS.find((one) => one.name === name);
  if (!found) throw new Error(`There is no target "${name}": ${TARGETS.map((one) => one.name).join(', ')}.`);
  return found;
}
