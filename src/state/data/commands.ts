import { IconX } from '@tabler/icons-react';
import { describeError } from '../../lab/lab-error.ts';
import type { Command } from '../../ui/command.ts';
import { showProblem } from '../../ui/notify.tsx';
import { cancelLoad, useData } from './store.ts';

export const cancelLoadCommand: Command = {
  id: 'cancel-load',
  label: 'Cancel loading',
  hint: 'The set from before stays loaded.',
  group: 'Data',
  keys: [],
  icon: IconX,
  isEnabled: () => useData.getState().loading !== null,
  subscribe: useData.subscribe,
  perform: () => {
    cancelLoad().catch((error: unknown) => showProblem(describeError(error)));
  },
};

export const DATA_COMMANDS: readonly Command[] = [cancelLoadCommand];
