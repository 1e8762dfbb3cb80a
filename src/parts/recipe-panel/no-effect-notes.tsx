import { Button, Text } from '@mantine/core';
import { setRecipe, useRecipe } from '../../state/recipe/store.ts';
import { useNoEffects } from '../../state/recipe/use-no-effects.ts';
import classes from './no-effect-notes.module.css';

/** What of the form has no effect, in words beside its control. */
export function NoEffectNotes({
  of,
}: {
  /** Paths of the fields, or of groups of them. */
  of: readonly string[];
}) {
  const found = useNoEffects();
  const shown = found.filter(({ path }) =>
    of.some((field) => path === field || path.startsWith(`${field}.`)),
  );
  return shown.map(({ path, reason, refused, mend }) => (
    <div key={path} role="note" className={classes.note}>
      <Text size="xs" {...(refused ? { fw: 600 } : { c: 'dimmed' })}>
        {reason}
      </Text>
      {mend && (
        <Button
          size="compact-xs"
          variant="light"
          onClick={() => setRecipe(mend.change(useRecipe.getState().recipe))}
        >
          {mend.label}
        </Button>
      )}
    </div>
  ));
}
