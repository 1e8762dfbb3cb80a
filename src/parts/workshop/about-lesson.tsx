import { Button, Group, Stack, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { LessonDraft } from '../../lab/lesson/draft.ts';
import { lessonReference, recipeOfStep } from '../../lab/lesson/plan.ts';
import { recipePatch } from '../../lab/lesson/recipe-patch.ts';
import { changeTexts } from '../../lab/recipe/change-texts.ts';
import { datasetName } from '../../lab/recipe/name.ts';
import { DEFAULT_RECIPE, type Recipe } from '../../lab/recipe/recipe.ts';
import { useRecipe } from '../../state/recipe/store.ts';
import { showNote } from '../../ui/notify.tsx';
import { NumberWithin } from '../../ui/number-within.tsx';
import { useDraftFields } from './draft-context.ts';
import { HiddenControls } from './hidden-controls.tsx';
import { patchWords } from './patch-words.ts';
import classes from './workshop.module.css';

/** What all steps share: the question, the data, the recipe, and what is out of the way. */
export function AboutLesson() {
  const { draft, faultOf, change } = useDraftFields();
  const text = (field: 'title' | 'question', value: string) =>
    change(field, (before) => ({ ...before, [field]: value }));
  return (
    <Stack gap="sm">
      <TextInput
        label="Title"
        placeholder="Why accuracy lies"
        value={draft.title}
        error={faultOf('title')}
        onChange={(event) => text('title', event.currentTarget.value)}
      />
      <TextInput
        label="Question"
        description="The one thing that students can answer afterwards."
        placeholder="A model calls 94 of 100 films rightly. Is it a good one?"
        value={draft.question}
        error={faultOf('question')}
        onChange={(event) => text('question', event.currentTarget.value)}
      />
      <NumberWithin
        label="Minutes it takes"
        w={140}
        min={1}
        max={60}
        value={draft.minutes}
        error={faultOf('minutes')}
        onChange={(value) => value !== null && change('minutes', (before) => ({ ...before, minutes: value }))}
      />
      <DataAndRecipe />
      <HiddenControls />
    </Stack>
  );
}

function DataAndRecipe() {
  const { draft, faultOf, change } = useDraftFields();
  const recipe = useRecipe((state) => state.recipe);
  const { real } = draft.data;
  const take = () => {
    if (recipe.dataset.kind === 'custom') {
      showNote('Your own images are on this device alone. Load a phantom or a set of the catalogue first.');
      return;
    }
    change('recipe', (before) => withPage(before, recipe));
  };
  return (
    <fieldset className={classes.group}>
      <legend>Data and recipe</legend>
      <dl className={classes.facts}>
        <dt>Begins on</dt>
        <dd>
          {datasetName(lessonReference(draft, 'phantom'))}, {draft.data.phantom.images} images
        </dd>
        <dt>Recipe</dt>
        <dd>{patchWords(draft.recipe)}</dd>
        {real && (
          <>
            <dt>Or on</dt>
            <dd>{datasetName(lessonReference(draft, 'real'))}</dd>
          </>
        )}
      </dl>
      <Button size="xs" variant="light" leftSection={<IconDownload size={14} />} onClick={take}>
        Take them from the page
      </Button>
      <p className={classes.small}>
        The page holds {datasetName(recipe.dataset)}
        {recipe.dataset.kind === 'catalogue'
          ? '. Students may switch to it; they begin on the phantom, without a download.'
          : `: ${changeTexts(DEFAULT_RECIPE, { ...recipe, dataset: DEFAULT_RECIPE.dataset }).join(', ') || 'the default recipe'}.`}
      </p>
      {real && (
        <Group align="flex-end" gap="xs" wrap="nowrap">
          <TextInput
            className={classes.grow!}
            label="How long its runs take"
            value={real.time ?? ''}
            error={faultOf('data.real.time')}
            onChange={(event) => {
              const time = event.currentTarget.value;
              change('data.real.time', (before) => ({
                ...before,
                data: { ...before.data, real: { ...real, time } },
              }));
            }}
          />
          <Button
            variant="default"
            onClick={() =>
              change('data.real', (before) => ({
                ...before,
                data: { phantom: before.data.phantom, others: [] },
              }))
            }
          >
            Without it
          </Button>
        </Group>
      )}
    </fieldset>
  );
}

/** The lesson on the data of the page, with its recipe. */
function withPage(draft: LessonDraft, { dataset, ...rest }: Recipe): LessonDraft {
  if (dataset.kind === 'phantom') {
    const { kind: _kind, ...phantom } = dataset;
    const recipe = recipePatch({ ...DEFAULT_RECIPE, dataset }, { dataset, ...rest });
    return { ...draft, data: { ...draft.data, phantom }, recipe };
  }
  if (dataset.kind === 'custom') return draft;
  const { id, size } = dataset;
  if (size !== 28 && size !== 64) return draft;
  const before = recipeOfStep(draft, {}, 'phantom');
  const time = draft.data.real?.time ?? 'a few minutes on a laptop';
  const recipe = recipePatch(before, { dataset: before.dataset, ...rest });
  return { ...draft, data: { ...draft.data, real: { id, size, recipe, time } } };
}
