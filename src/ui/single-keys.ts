import { create } from 'zustand';
import type { Command } from './command.ts';

const STORAGE_KEY = 'lab-single-keys';

/** Whether keys without Ctrl are shortcuts: who speaks to the page, or trembles, would press them unmeant (WCAG 2.1.4). */
export const useSingleKeys = create<{ readonly on: boolean }>(() => ({ on: wereOn() }));

export function setSingleKeys(on: boolean): void {
  useSingleKeys.setState({ on });
  try {
    localStorage.setItem(STORAGE_KEY, String(on));
  } catch {
    // Storage is full or switched off: it holds for this visit.
  }
}

function wereOn(): boolean {
  try {
    return localStorage.getItem(STORAGE_KEY) !== 'false';
  } catch {
    return true;
  }
}

/** Those of a command's keys that do something now. */
export function workingKeys({ keys }: Pick<Command, 'keys'>, singleKeys: boolean): readonly string[] {
  return singleKeys ? keys : keys.filter((one) => one.includes('+'));
}

/** The first key of a command that does something now. */
export function useShortcut(command: Pick<Command, 'keys'>): string | undefined {
  const on = useSingleKeys((state) => state.on);
  return workingKeys(command, on)[0];
}
