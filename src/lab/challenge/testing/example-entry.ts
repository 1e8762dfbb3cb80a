import { parseRecipe } from '../../recipe/parse.ts';
import { expandStudy } from '../../study/expand.ts';
import { parseStudy } from '../../study/study.ts';
import { exampleRunFile } from '../../study/testing/example-run-files.ts';
import type { Challenge, Spent } from '../challenge.ts';
import type { Entry } from '../entry.ts';

/** An entry that nobody trained. @param separation of the classes, in standard deviations */
export function exampleEntry(
  challenge: Challenge,
  author: string,
  seed: number,
  separation: number,
  spent: Spent = { runs: 1, minutes: 0.5 },
): Entry {
  const { version: _version, seed: _seed, ...base } = parseRecipe({ dataset: challenge.dataset });
  const [planned] = expandStudy(parseStudy({ name: 'x', base, seeds: [seed] })).runs;
  return { challenge, author, spent, looks: 0, run: exampleRunFile(planned!, separation) };
}
