import { recipeSchema } from '../../lab/recipe/recipe.ts';
import { changeRecipe, useRecipe } from '../../state/recipe/store.ts';
import { Section } from '../../ui/section.tsx';
import { SchemaForm } from '../schema-form/schema-form.tsx';

/** How much is trained: the width of the network, and how long. */
export function ModelSection() {
  const recipe = useRecipe((state) => state.recipe);
  const unit = recipe.steps === null ? 'epochs' : 'steps';
  return (
    <Section title="Model: ResNet-18">
      <SchemaForm schema={recipeSchema} values={recipe} onChange={changeRecipe} only={['width', unit]} />
    </Section>
  );
}
