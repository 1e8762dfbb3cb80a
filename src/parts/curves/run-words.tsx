import { useMemo } from 'react';
import { liveSentence } from '../../lab/curves/epochs-in-words.ts';
import { unlearnt, unlearntSentence, unlearntSentences } from '../../lab/curves/learnt.ts';
import { FallNote } from '../fall-note/fall-note.tsx';
import type { DrawnRun } from './run-curves.ts';
import classes from './run-words.module.css';

/**
 * What the curve of a run says, and what a fall from validation to test may mean; of those drawn beside it, which learnt
 * nothing that shows.
 */
export function RunWords({ run, runs }: { run: DrawnRun; runs: readonly DrawnRun[] }) {
  const { row, name, mark } = run;
  const said = useMemo(() => whatIsSaid(run), [run]);
  const others = useMemo(
    () =>
      unlearntSentences(
        runs
          .filter((other) => other.row.id !== row.id)
          .map((other) => ({
            name: `${other.mark.letter} ${other.name}`,
            why: unlearnt(other.row),
          })),
      ),
    [runs, row.id],
  );
  return (
    <div className={classes.words}>
      <p className={classes.said} data-testid="live-sentence">
        {runs.length > 1 && (
          <>
            <b>
              {mark.letter} {name}:
            </b>{' '}
          </>
        )}
        {said}
      </p>
      {others.map((sentence) => (
        <p key={sentence} className={classes.beside} role="note">
          {sentence}
        </p>
      ))}
      <FallNote row={row} />
    </div>
  );
}

function whatIsSaid({ row, series: { epochs } }: DrawnRun): string {
  const nothing = unlearntSentence(row, row.epochsDone);
  if (nothing === null) return liveSentence(epochs);
  // What its curve says besides is worth a sentence only where it goes anywhere.
  return unlearnt(row) === 'unshown' ? `${nothing} ${liveSentence(epochs)}` : nothing;
}
