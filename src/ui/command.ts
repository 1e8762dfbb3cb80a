import type { ComponentType } from 'react';
import { capitalise } from '../lab/capitalise.ts';

/** One thing a person can do: the same object feeds its button, its shortcut and the palette. */
export interface Command {
  readonly id: string;
  readonly label: string;
  /** One line for the palette and the tooltip. */
  readonly hint: string;
  readonly group: 'Run' | 'View' | 'Data' | 'Recipe' | 'Help';
  /** As in Mantine's hotkeys: "mod+Enter", "space", "."; empty for none. */
  readonly keys: readonly string[];
  readonly icon: ComponentType<{ size?: number | string }>;
  isEnabled(): boolean;
  /** Told whenever {@link isEnabled} may have changed. */
  subscribe(listener: () => void): () => void;
  perform(): void;
}

export const alwaysEnabled = {
  isEnabled: () => true,
  subscribe: () => () => undefined,
} as const satisfies Pick<Command, 'isEnabled' | 'subscribe'>;

const MAC = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

/** A shortcut for a person: "Ctrl + Enter", "Space". */
export function shortcutLabel(keys: string): string {
  return keys
    .split('+')
    .map((key) => (key === 'mod' ? (MAC ? '⌘' : 'Ctrl') : capitalise(key)))
    .join(' + ');
}
