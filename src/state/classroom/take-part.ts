import { studentStudy } from '../../lab/classroom/student-study.ts';
import type { Study } from '../../lab/study/study.ts';
import { ask, newStudy } from '../studies/ask.ts';

/**
 * Queues what a student of a class trains, and lets it train.
 *
 * @param guesses key of the cell that is expected to be best, by block; written down before anything is trained
 * @returns id of the study
 * @throws LabError `bad-study`
 */
export async function takePart(
  study: Study,
  number: number,
  guesses: Readonly<Record<string, string>>,
): Promise<string> {
  const at = Date.now();
  const state = newStudy(studentStudy(study, number));
  const bets = Object.entries(guesses).map(([block, cell]) => ({ block, cell, at }));
  await ask({ kind: 'put', state: { ...state, bets } });
  await ask({ kind: 'resume', study: state.id });
  return state.id;
}
