import { Text } from '@mantine/core';
import { activePitfalls, pitfallSettings, protocolSettings } from '../../lab/recipe/protocol.ts';
import { recipeSchema } from '../../lab/recipe/recipe.ts';
import { useData } from '../../state/data/store.ts';
import { changeRecipe, useRecipe } from '../../state/recipe/store.ts';
import { Folded } from '../../ui/folded.tsx';
import { Section } from '../../ui/section.tsx';
import { SchemaForm } from '../schema-form/schema-form.tsx';
import { NoEffectNotes } from './no-effect-notes.tsx';
import { RunLengthControl } from './run-length-control.tsx';

/** What is rarely changed; what of it is on purpose wrong is told where it is folded. */
export function AdvancedSection() {
  const recipe = useRecipe((state) => state.recipe);
  const dims = useData((state) => state.dataset?.dims);
  const { protocol, pitfalls } = recipe;
  const active = activePitfalls(pitfalls);
  return (
    <Section title="Advanced" place="recipe.advanced">
      {active.length > 0 && (
        <Text size="xs" fw={600} role="note">
          On purpose wrong: {active.map((name) => pitfallSettings.shape[name].meta()!.title).join(', ')}.
        </Text>
      )}
      <Folded label={dims === 3 ? 'Volumes, stem, length by steps' : 'Stem, length by steps'}>
        <SchemaForm
          schema={recipeSchema}
          values={recipe}
          onChange={changeRecipe}
          only={dims === 3 ? ['volume', 'stem'] : ['stem']}
        />
        <RunLengthControl />
      </Folded>
      <Folded label="Less data, wrong labels, other splits">
        <SchemaForm
          schema={protocolSettings}
          values={protocol}
          onChange={(values) => changeRecipe({ protocol: { ...protocol, ...values } })}
        />
      </Folded>
      <Folded label="Mistakes to try out">
        <Text size="xs" c="dimmed">
          What a published study did without noticing. Each is marked in the name of the run.
        </Text>
        <SchemaForm
          schema={pitfallSettings}
          values={pitfalls}
          onChange={(values) => changeRecipe({ pitfalls: { ...pitfalls, ...values } })}
        />
      </Folded>
      <NoEffectNotes of={['protocol', 'pitfalls']} />
    </Section>
  );
}
