import { Button, Text } from '@mantine/core';
import { canonicalJson } from '../../lab/recipe/canonical.ts';
import { recipeName } from '../../lab/recipe/name.ts';
import { useRecipe } from '../../state/recipe/store.ts';
import { useRuns } from '../../state/runs/store.ts';
import { dropNext, trainNext, useNextRun } from '../../state/training/next-run.ts';
import { useTrain } from '../../state/training/store.ts';
import classes from './next-run-note.module.css';

/** While a run trains by another recipe: what that of the form is for, and a way to let it train next. */
export function NextRunNote() {
  const phase = useTrain((state) => state.phase);
  const runId = useTrain((state) => state.runId);
  const recipe = useRecipe((state) => state.recipe);
  const next = useNextRun((state) => state.recipe);
  const trained = useRuns((state) => state.rows.find((row) => row.id === runId)?.recipe);
  if (next) {
    return (
      <div className={classes.note} role="status">
        <Text size="xs" className={classes.words}>
          Next: {recipeName(next)}
        </Text>
        <Button size="compact-xs" variant="default" onClick={dropNext}>
          Not this one
        </Button>
      </div>
    );
  }
  if (phase === 'idle' || !trained || canonicalJson(trained) === canonicalJson(recipe)) return null;
  return (
    <div className={classes.note} role="status">
      <Text size="xs" className={classes.words}>
        This recipe is for the next run.
      </Text>
      <Button size="compact-xs" variant="light" onClick={() => trainNext(recipe)}>
        Train it next
      </Button>
    </div>
  );
}
