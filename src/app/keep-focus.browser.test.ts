import { afterEach, beforeEach, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { installKeepFocus } from './keep-focus.ts';

installKeepFocus();

beforeEach(() => {
  document.body.innerHTML = `<main id="main" tabindex="-1">
    <section aria-label="Outer"><section aria-label="Inner"><button id="goes">Open</button></section></section>
  </main>`;
});
afterEach(() => {
  document.body.innerHTML = '';
});

const goes = () => document.getElementById('goes') as HTMLButtonElement;
const focused = () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.id;

async function reach(): Promise<void> {
  await userEvent.keyboard('{Tab}');
  expect(document.activeElement).toBe(goes());
}

test('a button that goes away leaves the focus to the part around it', async () => {
  await reach();
  goes().remove();
  await expect.poll(focused).toBe('Inner');
});

test('so does one that can no longer be pressed', async () => {
  await reach();
  goes().disabled = true;
  goes().blur();
  await expect.poll(focused).toBe('Inner');
});

test('where the part goes as well it is the next one around it, or the page', async () => {
  await reach();
  document.querySelector('[aria-label="Inner"]')!.remove();
  await expect.poll(focused).toBe('Outer');
  document.body.innerHTML = '<main id="main" tabindex="-1"></main>';
  await expect.poll(focused).toBe('main');
});

test('who knows a better place has the right of way', async () => {
  await reach();
  const better = document.createElement('button');
  better.id = 'better';
  document.querySelector('[aria-label="Outer"]')!.append(better);
  goes().remove();
  setTimeout(() => better.focus(), 50);
  await expect.poll(focused).toBe('better');
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(focused()).toBe('better');
});
