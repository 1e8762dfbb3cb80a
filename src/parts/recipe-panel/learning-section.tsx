import { Text } from '@mantine/core';
import { LOSSES } from '../../lab/recipe/losses.ts';
import { takeBack } from '../../lab/recipe/no-effect/rule.ts';
import { OPTIMIZERS } from '../../lab/recipe/optimizers.ts';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { recipeSchema } from '../../lab/recipe/recipe.ts';
import { BACKEND_TITLES } from '../../lab/run-record.ts';
import type { z } from '../../lab/zod.ts';
import { useEnvironment } from '../../state/environment/store.ts';
import { changeRecipe, useRecipe } from '../../state/recipe/store.ts';
import { Folded } from '../../ui/folded.tsx';
import { Section } from '../../ui/section.tsx';
import { SchemaForm } from '../schema-form/schema-form.tsx';
import { ChoiceControl } from './choice-control.tsx';
import { MendButton } from './mend-button.tsx';
import classes from './no-effect-notes.module.css';
import { NoEffectNotes } from './no-effect-notes.tsx';

const SCHEDULE = recipeSchema.shape.schedule.def.innerType as z.ZodObject;

/** How large the steps are; loss, optimizer and all their settings are folded away, as two ways to learn have a place of their own. */
export function LearningSection() {
  const recipe = useRecipe((state) => state.recipe);
  const change = (next: object) => {
    const { loss, optimizer } = parseRecipe({ ...useRecipe.getState().recipe, ...next });
    changeRecipe({ loss, optimizer });
  };
  const lossSettings = LOSSES[recipe.loss.name].settings as z.ZodObject;
  const optimizerSettings = OPTIMIZERS[recipe.optimizer.name].settings as z.ZodObject;
  const others = Object.keys(optimizerSettings.shape).filter((key) => key !== 'learningRate');
  return (
    <Section title="Optimizer" place="recipe.learning">
      <SchemaForm
        schema={optimizerSettings}
        values={recipe.optimizer}
        only={['learningRate']}
        onChange={(values) => change({ optimizer: { ...recipe.optimizer, ...values } })}
      />
      <Folded label="More: loss, optimizer, margin, decay, schedule, batch, seed, precision">
        <ChoiceControl
          label="Loss"
          registry={LOSSES}
          value={recipe.loss.name}
          onChange={(name) => change({ loss: { name } })}
        />
        <ChoiceControl
          label="Optimizer"
          registry={OPTIMIZERS}
          value={recipe.optimizer.name}
          onChange={(name) => change({ optimizer: { name } })}
        />
        <SchemaForm
          schema={lossSettings}
          values={recipe.loss}
          onChange={(values) => change({ loss: { ...recipe.loss, ...values } })}
        />
        <SchemaForm
          schema={optimizerSettings}
          values={recipe.optimizer}
          only={others}
          onChange={(values) => change({ optimizer: { ...recipe.optimizer, ...values } })}
        />
        <SchemaForm
          schema={SCHEDULE}
          values={recipe.schedule}
          onChange={(values) => changeRecipe({ schedule: { ...recipe.schedule, ...values } })}
        />
        <SchemaForm
          schema={recipeSchema}
          values={recipe}
          only={['batch', 'patience', 'seed', 'precision']}
          onChange={changeRecipe}
        />
      </Folded>
      <PrecisionNote />
      <NoEffectNotes of={['optimizer', 'schedule', 'batch', 'patience']} />
    </Section>
  );
}

/** Half precision where nothing computes it: a run with it would be refused. */
function PrecisionNote() {
  const isHalf = useRecipe(({ recipe }) => recipe.precision === 'half');
  const backend = useEnvironment((state) => state.environment?.backend.name);
  if (!isHalf || backend === undefined || backend === 'webgpu') return null;
  return (
    <div role="note" className={classes.note}>
      <Text size="xs" fw={600}>
        Half precision needs WebGPU, and {BACKEND_TITLES[backend]} computes here.
      </Text>
      <MendButton
        of={{ mend: takeBack('single precision', (recipe) => ({ ...recipe, precision: 'single' })) }}
      />
    </div>
  );
}
