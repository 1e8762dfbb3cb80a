import { ActionIcon } from '@mantine/core';
import { memo, useSyncExternalStore } from 'react';
import { type Command, shortcutLabel } from './command.ts';
import { useShortcut } from './single-keys.ts';
import { Tip } from './tip.tsx';

export function useCommandEnabled(command: Command): boolean {
  // Also asked while the build draws the first sight (src/app/first-sight.tsx).
  return useSyncExternalStore(command.subscribe, command.isEnabled, command.isEnabled);
}

/** A command as a round icon, named and with its shortcut in the tooltip. */
export const CommandIcon = memo(function CommandIcon({
  command,
  filled = false,
}: {
  command: Command;
  filled?: boolean;
}) {
  const enabled = useCommandEnabled(command);
  const shortcut = useShortcut(command);
  const Icon = command.icon;
  return (
    <Tip label={`${command.label}${shortcut ? ` (${shortcutLabel(shortcut)})` : ''}`}>
      <ActionIcon
        size="lg"
        variant={filled ? 'filled' : 'default'}
        aria-label={command.label}
        aria-keyshortcuts={shortcut?.replace('mod', 'Control')}
        disabled={!enabled}
        onClick={command.perform}
      >
        <Icon size={18} />
      </ActionIcon>
    </Tip>
  );
});
