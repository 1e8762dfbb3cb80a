import { DATA_COMMANDS } from '../../state/data/commands.ts';
import { RECIPE_COMMANDS } from '../../state/recipe/commands.ts';
import { TRAIN_COMMANDS } from '../../state/training/commands.ts';
import type { Command } from '../../ui/command.ts';
import { VIEW_COMMANDS } from './view-commands.ts';

/** Every command of the page: buttons, shortcuts, the palette and the help are fed by these. */
export const COMMANDS: readonly Command[] = [
  ...TRAIN_COMMANDS,
  ...RECIPE_COMMANDS,
  ...DATA_COMMANDS,
  ...VIEW_COMMANDS,
];
