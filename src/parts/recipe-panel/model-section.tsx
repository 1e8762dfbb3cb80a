import { recipeSchema } from '../../lab/recipe/recipe.ts';
import { useData } from '../../state/data/store.ts';
import { changeRecipe, useRecipe } from '../../state/recipe/store.ts';
import { Section } from '../../ui/section.tsx';
import { SchemaForm } from '../schema-form/schema-form.tsx';
import { RunLengthControl } from './run-length-control.tsx';

export function ModelSection() {
  const recipe = useRecipe((state) => state.recipe);
  const dims = useData((state) => state.dataset?.dims);
  return (
    <Section title="Model: ResNet-18">
      <SchemaForm
        schema={recipeSchema}
        values={recipe}
        onChange={changeRecipe}
        only={dims === 3 ? ['volume', 'stem', 'width'] : ['stem', 'width']}
      />
      <RunLengthControl />
    </Section>
  );
}
