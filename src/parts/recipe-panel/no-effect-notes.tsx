import { Text } from '@mantine/core';
import { useNoEffects } from '../../state/recipe/use-no-effects.ts';
import { MendButton } from './mend-button.tsx';
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
  return shown.map((finding) => (
    <div key={finding.path} role="note" className={classes.note}>
      <Text size="xs" {...(finding.refused ? { fw: 600 } : { c: 'dimmed' })}>
        {finding.reason}
      </Text>
      <MendButton of={finding} />
    </div>
  ));
}
