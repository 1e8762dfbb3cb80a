import { LabError } from '../lab-error.ts';
import { expandStudy } from '../study/expand.ts';
import { badStudy, MOST_NAME, parseStudy, type Study } from '../study/study.ts';

/** Students of a class at most: each has a number, which is the seed. */
export const MOST_STUDENTS = 999;

/** What one student trains: every recipe of the study once, on the seed of their number. @throws LabError `bad-study` */
export function studentStudy(study: Study, number: number): Study {
  if (!Number.isInteger(number) || number < 1 || number > MOST_STUDENTS) {
    throw badStudy(`A number from 1 to ${MOST_STUDENTS} is asked for.`);
  }
  const suffix = ` · student ${number}`;
  return parseStudy({
    ...study,
    name: `${study.name.slice(0, MOST_NAME - suffix.length)}${suffix}`,
    seeds: [number],
    // What is chosen by the test part has no honest score left, for a whole class.
    rankBy: 'val',
  });
}

/** The studies ask for the same recipes, whatever their seeds and words; null, or what differs, in words. */
export function otherRecipes(given: Study, handedIn: Study): string | null {
  try {
    const there = new Map(expandStudy(given).cells.map((cell) => [cell.key, cell.name]));
    const here = new Map(expandStudy(handedIn).cells.map((cell) => [cell.key, cell.name]));
    const stranger = [...here].find(([key]) => !there.has(key));
    if (stranger) {
      return [...there.values()].includes(stranger[1])
        ? `its “${stranger[1]}” is another recipe than that of the class`
        : `it trains “${stranger[1]}”, which is not among the recipes of the class`;
    }
    const missing = [...there].find(([key]) => !here.has(key));
    return missing ? `it does not train “${missing[1]}”` : null;
  } catch (error) {
    if (error instanceof LabError) return error.message;
    throw error;
  }
}
