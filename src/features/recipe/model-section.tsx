import { recipeSchema } from '../../lab/recipe/recipe.ts';
import { Section } from '../../ui/section.tsx';
import { useData } from '../data/store.ts';
import { RunLengthControl } from './run-length-control.tsx';
import { SchemaForm } from './schema-form.tsx';
import { changeRecipe, useRecipe } from './store.ts';

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
