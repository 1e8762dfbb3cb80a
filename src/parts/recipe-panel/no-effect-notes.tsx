import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { factsOfReference, factsOfSummary } from '../../lab/recipe/data-facts.ts';
import { noEffects } from '../../lab/recipe/no-effect.ts';
import { useData } from '../../state/data/store.ts';
import { useRecipe } from '../../state/recipe/store.ts';

/** What of the form has no effect, in words beside its control. */
export function NoEffectNotes({
  of,
}: {
  /** Paths of the fields, or of groups of them. */
  of: readonly string[];
}) {
  const recipe = useRecipe((state) => state.recipe);
  const dataset = useData((state) => state.dataset);
  const found = useMemo(
    () => noEffects(recipe, dataset ? factsOfSummary(dataset) : factsOfReference(recipe.dataset)),
    [recipe, dataset],
  );
  const shown = found.filter(({ path }) =>
    of.some((field) => path === field || path.startsWith(`${field}.`)),
  );
  return shown.map(({ path, reason, refused }) => (
    <Text key={path} size="xs" mt={4} role="note" {...(refused ? { fw: 600 } : { c: 'dimmed' })}>
      {reason}
    </Text>
  ));
}
