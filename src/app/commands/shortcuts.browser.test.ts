import { afterEach, expect, it } from 'vitest';
import { alwaysEnabled, type Command } from '../../ui/command.ts';
import { commandFor } from './shortcuts.ts';

const command = (id: string, ...keys: string[]): Command => ({
  ...alwaysEnabled,
  ...{ id, keys, label: id, hint: id, group: 'View', icon: () => null },
  perform: () => undefined,
});
const COMMANDS = [command('lesson', 'L'), command('pause', 'space'), command('find', 'mod+K')];

afterEach(() => document.body.replaceChildren());

/** The command of a key that is pressed on an element. */
function pressed(html: string, key: string, { ctrlKey = false, singleKeys = true } = {}): string | undefined {
  document.body.innerHTML = html;
  let found: Command | undefined;
  const event = new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true });
  const listen = (heard: KeyboardEvent) => {
    found = commandFor(heard, COMMANDS, singleKeys);
  };
  window.addEventListener('keydown', listen, { once: true });
  document.body.firstElementChild!.dispatchEvent(event);
  return found?.id;
}

it.each([
  '<input type="range">',
  '<input type="checkbox">',
  '<input type="radio">',
  '<input type="file">',
  '<input type="color">',
  '<button>a</button>',
  '<a href="#a">a</a>',
  '<div role="slider" tabindex="0"></div>',
  '<div role="listbox" tabindex="0"></div>',
])('a letter on %s is a shortcut', (html) => {
  expect(pressed(html, 'l')).toBe('lesson');
});

it.each(['<input>', '<input type="number">', '<textarea></textarea>', '<select></select>'])(
  'a letter on %s is typed',
  (html) => {
    expect(pressed(html, 'l')).toBeUndefined();
    expect(pressed(html, 'k', { ctrlKey: true })).toBe('find');
  },
);

it('leaves Space to what it presses', () => {
  expect(pressed('<button>a</button>', ' ')).toBeUndefined();
  expect(pressed('<p>a</p>', ' ')).toBe('pause');
});

it('without single keys knows those with Ctrl alone', () => {
  expect(pressed('<p>a</p>', 'l', { singleKeys: false })).toBeUndefined();
  expect(pressed('<p>a</p>', ' ', { singleKeys: false })).toBeUndefined();
  expect(pressed('<p>a</p>', 'k', { ctrlKey: true, singleKeys: false })).toBe('find');
});
