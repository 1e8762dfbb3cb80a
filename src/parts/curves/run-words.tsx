import { useMemo } from 'react';
import { setTask } from '../../lab/catalogue/set-task.ts';
import { fallSentence, liveSentence } from '../../lab/curves/epochs-in-words.ts';
import { isLeakNote } from '../../lab/leak-note.ts';
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
  const fall = row.summary && fallSentence(row.summary);
  const { testNote } = setTask(row.dataset, row.recipe.dataset);
  const reasons = [
    testNote,
    row.recipe.pitfalls.leakySplit ? 'Copies of one image lie on both sides of its leaky split.' : null,
    ...row.dataset.notes.filter(isLeakNote),
  ].filter((reason) => reason !== null);
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
      {fall && (
        <p className={classes.fall} role="note">
          {[fall, ...reasons].join(' ')}
        </p>
      )}
    </div>
  );
}
