import type { Command } from '../../ui/command.ts';
import { useSingleKeys, workingKeys } from '../../ui/single-keys.ts';
import { COMMANDS } from './registry.ts';

/** Inputs into which nothing is typed: a slider takes arrows, and no letter. */
const UNTYPED = ['checkbox', 'radio', 'range', 'button', 'submit', 'file', 'color'];
const TYPED_INPUT = `input:not(${UNTYPED.map((type) => `[type="${type}"]`).join(', ')})`;
/** What the keyboard itself belongs to: typing there is no shortcut. */
const TYPING = `${TYPED_INPUT}, textarea, select, [contenteditable="true"]`;
/** What keeps what is typed, and takes it back by itself. A number is a setting at once: it is the recipe's to take back. */
const WRITING = `${TYPED_INPUT}:not([type="number"]), textarea, [contenteditable="true"]`;
/** What it does by itself with ctrl: undo and redo of what is typed. */
const OF_WRITING = new Set(['z', 'y']);
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

/** @param singleKeys whether keys without Ctrl count */
export function commandFor(
  event: KeyboardEvent,
  commands: readonly Command[],
  singleKeys: boolean,
): Command | undefined {
  const target = event.target instanceof Element ? event.target : null;
  const mod = event.ctrlKey || event.metaKey;
  if (!mod && target?.closest(TYPING)) return undefined;
  if (mod && OF_WRITING.has(event.key.toLowerCase()) && target?.closest(WRITING)) return undefined;
  if ((event.key === ' ' || event.key === 'Enter') && !mod && target?.closest(PRESSABLE)) return undefined;
  return commands.find(
    (command) =>
      workingKeys(command, singleKeys).some((keys) => matchesKeys(event, keys)) && command.isEnabled(),
  );
}

/** Listens on the whole page; returns the way to stop. */
export function installShortcuts(): () => void {
  const listen = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.repeat) return;
    // An open dialog has the keyboard to itself.
    if (document.querySelector('[role="dialog"][aria-modal="true"]')) return;
    const command = commandFor(event, COMMANDS, useSingleKeys.getState().on);
    if (!command) return;
    event.preventDefault();
    command.perform();
  };
  window.addEventListener('keydown', listen);
  return () => window.removeEventListener('keydown', listen);
}
