import { setTask } from '../../lab/catalogue/set-task.ts';
import { fallSentence } from '../../lab/curves/epochs-in-words.ts';
import { isLeakNote } from '../../lab/leak-note.ts';
import type { RunRow } from '../../storage/runs.ts';
import classes from './fall-note.module.css';

/** That the test AUC of a run fell below validation by more than chance, and what is known of why; else nothing. */
export function FallNote({ row }: { row: RunRow }) {
  const fall = row.summary && fallSentence(row.summary);
  if (!fall) return null;
  const { testNote } = setTask(row.dataset, row.recipe.dataset);
  const reasons = [
    testNote,
    row.recipe.pitfalls.leakySplit ? 'Copies of one image lie on both sides of its leaky split.' : null,
    ...row.dataset.notes.filter(isLeakNote),
  ].filter((reason) => reason !== null);
  return (
    <p className={classes.fall} role="note">
      {[fall, ...reasons].join(' ')}
    </p>
  );
}
