import { Button, Group } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { LessonStep } from '../../lab/lesson/lesson.ts';
import { recipeOfStep } from '../../lab/lesson/plan.ts';
import { recipePatch } from '../../lab/lesson/recipe-patch.ts';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { useRecipe } from '../../state/recipe/store.ts';
import { useStudies } from '../../state/studies/studies.ts';
import { useView } from '../../state/view/view.ts';
import { showNote } from '../../ui/notify.tsx';
import { useStepFields } from './draft-context.ts';
import { patchWords } from './patch-words.ts';
import classes from './workshop.module.css';

/** The recipe and the study with which a step begins, taken from the page as it stands. */
export function StepTaken({ place }: { place: number }) {
  const { draft, step, changeStep } = useStepFields(place);
  const { study: wanted } = useView();
  const studies = useStudies((state) => state.studies);
  const shown = (studies.find(({ id }) => id === wanted) ?? studies.at(-1))?.study;
  const takeRecipe = () => {
    const { recipe } = useRecipe.getState();
    const shared = recipeOfStep(draft, {}, 'phantom');
    changeStep('recipe', { recipe: recipePatch(shared, { ...recipe, dataset: shared.dataset }) });
  };
  const takeStudy = () => {
    const [factor, ...others] = shown?.factors ?? [];
    if (!shown || !factor || !('field' in factor) || others.length > 0 || factor.values.length < 2) {
      showNote('The study of a lesson varies one field. This one does not.');
      return;
    }
    const shared = recipeOfStep(draft, {}, 'phantom');
    const base = parseRecipe({ ...shared, ...shown.base, dataset: shared.dataset });
    changeStep('study', {
      recipe: recipePatch(shared, base),
      study: {
        ...{ vary: factor.field, values: factor.values.slice(0, 16) },
        ...{ seeds: shown.seeds.slice(0, 20), sets: 'own' },
      },
    });
  };
  return (
    <fieldset className={classes.group}>
      <legend>Begins with</legend>
      <p className={classes.small}>
        {step.recipe ? `This recipe: ${patchWords(step.recipe)}.` : 'The recipe stays as it was.'}
        {step.study &&
          ` A study of ${step.study.vary}: ${levelsOf(step.study).join(', ')}, on ${step.study.seeds.length} seeds.`}
      </p>
      <Group gap="xs">
        <Button
          size="compact-xs"
          variant="light"
          leftSection={<IconDownload size={12} />}
          onClick={takeRecipe}
        >
          Take the page’s recipe
        </Button>
        {shown && (
          <Button
            size="compact-xs"
            variant="light"
            leftSection={<IconDownload size={12} />}
            onClick={takeStudy}
          >
            Take the study “{shown.name.slice(0, 24)}”
          </Button>
        )}
        {(step.recipe || step.study) && (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => changeStep('recipe', { recipe: undefined, study: undefined })}
          >
            Neither
          </Button>
        )}
      </Group>
    </fieldset>
  );
}

function levelsOf(study: NonNullable<LessonStep['study']>): readonly string[] {
  if ('levels' in study) return study.levels.map(({ label }) => label);
  return study.values.map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)));
}
