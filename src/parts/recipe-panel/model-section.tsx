import { MODELS } from '../../lab/models/registry.ts';
import { recipeSchema } from '../../lab/recipe/recipe.ts';
import { changeRecipe, useRecipe } from '../../state/recipe/store.ts';
import { Section } from '../../ui/section.tsx';
import { SchemaForm } from '../schema-form/schema-form.tsx';

/** What is trained: the network, its width, and how long. */
export function ModelSection() {
  const recipe = useRecipe((state) => state.recipe);
  const unit = recipe.steps === null ? 'epochs' : 'steps';
  return (
    <Section title={`Model: ${MODELS[recipe.model].label}`} place="recipe.model">
      <SchemaForm
        schema={recipeSchema}
        values={recipe}
        onChange={changeRecipe}
        only={['model', ...(recipe.model === 'linear' ? [] : (['width'] as const)), unit]}
      />
    </Section>
  );
}
