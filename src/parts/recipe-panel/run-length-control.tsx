import { SegmentedControl, Text } from '@mantine/core';
import { useData } from '../../state/data/store.ts';
import { changeRecipe, useRecipe } from '../../state/recipe/store.ts';

const UNITS = [
  { value: 'epochs', label: 'by epochs' },
  { value: 'steps', label: 'by steps' },
] as const;

/** In what the length of a run is said: in epochs, or in steps where runs of unequal data are to be compared. */
export function RunLengthControl() {
  const epochs = useRecipe(({ recipe }) => recipe.epochs);
  const steps = useRecipe(({ recipe }) => recipe.steps);
  const batch = useRecipe(({ recipe }) => recipe.batch);
  const images = useData((state) => state.dataset?.counts.train ?? 0);
  const stepsPerEpoch = Math.max(1, Math.ceil(images / batch));
  // About as long as before, in the other unit.
  const change = (unit: string) => {
    if (unit === 'steps' && epochs !== null) changeRecipe({ epochs: null, steps: epochs * stepsPerEpoch });
    if (unit === 'epochs' && steps !== null) {
      changeRecipe({ steps: null, epochs: Math.min(1000, Math.max(1, Math.round(steps / stepsPerEpoch))) });
    }
  };
  const unit = steps === null ? 'epochs' : 'steps';
  return (
    <div>
      <Text size="xs" fw={500} mb={4}>
        Length
      </Text>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label="Length of the run"
        data={[...UNITS]}
        value={unit}
        onChange={change}
      />
    </div>
  );
}
