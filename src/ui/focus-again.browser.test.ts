import { afterEach, expect, test } from 'vitest';
import { focusAgain } from './focus-again.ts';

const frames = async (count: number) => {
  for (let frame = 0; frame < count; frame++) await new Promise(requestAnimationFrame);
};

afterEach(() => document.body.replaceChildren());

test('who comes back has the focus where it was, though the page hides while a part of it is fetched', async () => {
  document.body.innerHTML = '<main tabindex="-1"><div><button>9 images</button></div></main>';
  const [page, button] = [document.querySelector('div')!, document.querySelector('button')!];
  focusAgain({ name: '9 images', nth: 0, top: button.getBoundingClientRect().top });
  await frames(3);
  expect(document.activeElement).toBe(button);

  page.style.display = 'none';
  await frames(30);
  expect(document.activeElement).not.toBe(button);
  page.style.display = '';
  await expect.poll(() => document.activeElement).toBe(button);
});

test('nor does the key that brought them back count as going elsewhere', async () => {
  document.body.innerHTML = '<main tabindex="-1"></main>';
  const page = document.querySelector('main')!;
  // As React does it, where nothing has to be fetched: drawn before the key has come up to the window.
  page.addEventListener('keydown', () => focusAgain({ name: '9 images', nth: 0, top: 0 }), { once: true });
  page.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  await frames(3);
  page.innerHTML = '<button>9 images</button>';
  await expect.poll(() => document.activeElement).toBe(page.querySelector('button'));
});
