import { Text } from '@mantine/core';
import { activePitfalls, pitfallSettings, protocolSettings } from '../../lab/recipe/protocol.ts';
import { changeRecipe, useRecipe } from '../../state/recipe/store.ts';
import { Folded } from '../../ui/folded.tsx';
import { Section } from '../../ui/section.tsx';
import { SchemaForm } from '../schema-form/schema-form.tsx';
import { NoEffectNotes } from './no-effect-notes.tsx';

/** What is done to the training data before training, and mistakes to try out; what is on is told where it is folded. */
export function ProtocolSection() {
  const protocol = useRecipe(({ recipe }) => recipe.protocol);
  const pitfalls = useRecipe(({ recipe }) => recipe.pitfalls);
  const active = activePitfalls(pitfalls);
  return (
    <Section title="Data and mistakes">
      {active.length > 0 && (
        <Text size="xs" fw={600} role="note">
          On purpose wrong: {active.map((name) => pitfallSettings.shape[name].meta()!.title).join(', ')}.
        </Text>
      )}
      <Folded label="Less data, wrong labels">
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
