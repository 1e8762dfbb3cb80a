import { writeBundle } from '../../study/bundle.ts';
import { expandStudy } from '../../study/expand.ts';
import type { RunFile } from '../../study/run-file.ts';
import type { Study } from '../../study/study.ts';
import { exampleRunFiles } from '../../study/testing/example-run-files.ts';
import { studentStudy } from '../student-study.ts';

/** How the bundle of an example student departs from that of the class. */
export interface Departure {
  readonly study?: Study;
  readonly change?: (run: RunFile) => RunFile;
  /** Level that they guess is best, as part of the name of a cell. */
  readonly guess?: string;
}

/**
 * The bundle of a student, made without training.
 *
 * @param separationOf how good the runs of a cell are, by its name
 */
export async function studentBundle(
  study: Study,
  number: number,
  separationOf: (cell: string) => number,
  { study: own = study, change = (run) => run, guess }: Departure = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const planned = studentStudy(own, number);
  const runs = exampleRunFiles(planned, separationOf).map(change);
  const guessed = exampleGuess(planned, guess);
  return await writeBundle(
    { study: planned, createdAt: 5000, openings: [], bets: guessed ? [{ ...guessed, at: 1 }] : [], runs },
    {},
  );
}

function exampleGuess(study: Study, guess: string | undefined) {
  if (guess === undefined) return null;
  const cell = expandStudy(study).cells.find(({ name }) => name.includes(guess))!;
  return { block: cell.block, cell: cell.key };
}
