import { IconRestore, IconWand } from '@tabler/icons-react';
import { alwaysEnabled, type Command } from '../../ui/command.ts';
import { PRESETS } from './presets.ts';
import { resetRecipe, setRecipe, useRecipe } from './store.ts';

export const resetCommand: Command = {
  ...alwaysEnabled,
  id: 'reset-recipe',
  label: 'Back to the default recipe',
  hint: 'The data stay.',
  group: 'Recipe',
  keys: [],
  icon: IconRestore,
  perform: resetRecipe,
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

export const RECIPE_COMMANDS: readonly Command[] = [resetCommand, ...presetCommands];
