import { IconArrowBackUp, IconArrowForwardUp, IconRestore, IconWand } from '@tabler/icons-react';
import { alwaysEnabled, type Command } from '../../ui/command.ts';
import { PRESETS } from './presets.ts';
import { redoRecipe, resetRecipe, setRecipe, undoRecipe, useRecipe } from './store.ts';

export const resetCommand: Command = {
  ...alwaysEnabled,
  id: 'reset-recipe',
  label: 'Back to the default recipe',
  hint: 'The loaded set stays.',
  group: 'Recipe',
  keys: [],
  icon: IconRestore,
  perform: resetRecipe,
};

export const undoCommand: Command = {
  id: 'undo-recipe',
  label: 'Undo the last change of the recipe',
  hint: 'Moving a slider counts as one step.',
  group: 'Recipe',
  keys: ['mod+Z'],
  icon: IconArrowBackUp,
  isEnabled: () => useRecipe.getState().past.length > 0,
  subscribe: useRecipe.subscribe,
  perform: undoRecipe,
};

export const redoCommand: Command = {
  id: 'redo-recipe',
  label: 'Redo the change of the recipe',
  hint: 'Takes the last undo back.',
  group: 'Recipe',
  keys: ['mod+shift+Z', 'mod+Y'],
  icon: IconArrowForwardUp,
  isEnabled: () => useRecipe.getState().future.length > 0,
  subscribe: useRecipe.subscribe,
  perform: redoRecipe,
};

const presetCommands: readonly Command[] = PRESETS.map((preset) => ({
  ...alwaysEnabled,
  id: `preset-${preset.label}`,
  label: `Preset: ${preset.label}`,
  hint: preset.explanation,
  group: 'Recipe',
  keys: [],
  icon: IconWand,
  perform: () => setRecipe(preset.apply(useRecipe.getState().recipe)),
}));

export const RECIPE_COMMANDS: readonly Command[] = [
  undoCommand,
  redoCommand,
  resetCommand,
  ...presetCommands,
];
