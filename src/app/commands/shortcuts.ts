import type { Command } from '../../ui/command.ts';
import { COMMANDS } from './registry.ts';

/** What the keyboard itself belongs to: typing there is no shortcut. */
const TYPING = 'input:not([type="checkbox"]):not([type="radio"]), textarea, select, [contenteditable="true"]';
/** What a field does by itself with ctrl: undo and redo of what is typed. */
const OF_A_FIELD = new Set(['z', 'y']);
/** What space and enter already do something to. */
const PRESSABLE = 'button, a, input, summary, [role="slider"], [role="menuitem"], [role="radio"]';

/** Whether a key press is the one a command names, for instance "mod+Enter". */
export function matchesKeys(event: KeyboardEvent, keys: string): boolean {
  const parts = keys.split('+');
  const wanted = parts.at(-1)!.toLowerCase();
  const key = event.key === ' ' ? 'space' : event.key.toLowerCase();
  const mod = event.ctrlKey || event.metaKey;
  // Without mod, the shift is part of the character: "?".
  const shift = !mod || event.shiftKey === parts.includes('shift');
  return key === wanted && mod === parts.includes('mod') && shift && !event.altKey;
}

export function commandFor(event: KeyboardEvent, commands: readonly Command[]): Command | undefined {
  const target = event.target instanceof Element ? event.target : null;
  const mod = event.ctrlKey || event.metaKey;
  const typing = target?.closest(TYPING) ?? null;
  if (typing && (!mod || OF_A_FIELD.has(event.key.toLowerCase()))) return undefined;
  if ((event.key === ' ' || event.key === 'Enter') && !mod && target?.closest(PRESSABLE)) return undefined;
  return commands.find(
    (command) => command.keys.some((keys) => matchesKeys(event, keys)) && command.isEnabled(),
  );
}

/** Listens on the whole page; returns the way to stop. */
export function installShortcuts(): () => void {
  const listen = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.repeat) return;
    // An open dialog has the keyboard to itself.
    if (document.querySelector('[role="dialog"][aria-modal="true"]')) return;
    const command = commandFor(event, COMMANDS);
    if (!command) return;
    event.preventDefault();
    command.perform();
  };
  window.addEventListener('keydown', listen);
  return () => window.removeEventListener('keydown', listen);
}
