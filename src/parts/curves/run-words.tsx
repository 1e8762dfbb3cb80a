import { useMemo } from 'react';
import { liveSentence } from '../../lab/curves/epochs-in-words.ts';
import { FallNote } from '../fall-note/fall-note.tsx';
import type { DrawnRun } from './run-curves.ts';
import classes from './run-words.module.css';

/** What the curve of a run says, and what a fall from validation to test may mean. */
export function RunWords({
  run: { row, name, mark, series },
  named,
}: {
  run: DrawnRun;
  /** Whether others are drawn beside it. */
  named: boolean;
}) {
  const said = useMemo(() => liveSentence(series.epochs), [series.epochs]);
  return (
    <div className={classes.words}>
      <p className={classes.said} data-testid="live-sentence">
        {named && (
          <b>
            {mark.letter} {name}:
          </b>
        )}
        {said}
      </p>
      <FallNote row={row} />
    </div>
  );
}
