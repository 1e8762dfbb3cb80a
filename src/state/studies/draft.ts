import type { StudyPreset } from '../../lab/study/presets.ts';
import { parseStudy, type Study } from '../../lab/study/study.ts';
import { useRecipe } from '../recipe/store.ts';

/** The study with the recipe of the form for whatever it does not say itself. */
export function onRecipe(study: Study): Study {
  const { version: _version, seed: _seed, ...recipe } = useRecipe.getState().recipe;
  return parseStudy({ ...study, base: { ...recipe, ...study.base } });
}

/** A preset on the set of the form, and nothing else of the form: it asks its own question. */
export function presetDraft(preset: StudyPreset): Study {
  return preset.create(useRecipe.getState().recipe.dataset);
}
