import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { Toolbar } from './toolbar.tsx';

let place: HTMLElement;
let unmount: () => void;

function Bar() {
  const [more, setMore] = useState(false);
  return (
    <Toolbar label="Tools">
      <div style={{ display: 'grid', gridTemplateColumns: '40px 40px' }}>
        <button type="button">one</button>
        <button type="button" disabled={more}>
          two
        </button>
        <button type="button" onClick={() => setMore(true)}>
          three
        </button>
        {more && <button type="button">four</button>}
      </div>
    </Toolbar>
  );
}

beforeEach(async () => {
  place = document.createElement('div');
  document.body.append(place);
  const root = createRoot(place);
  root.render(<Bar />);
  unmount = () => root.unmount();
  await expect.poll(stops).toEqual(['one']);
});

afterEach(() => {
  unmount();
  place.remove();
});

const stops = () =>
  [...place.querySelectorAll('button')]
    .filter((each) => each.tabIndex === 0 && !each.disabled)
    .map((each) => each.textContent);
const focused = () => document.activeElement?.textContent;

it('is one stop, walked by arrows in both directions, to its ends, and around', async () => {
  await userEvent.keyboard('{Tab}');
  const walk: (string | null | undefined)[] = [];
  for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowLeft', 'ArrowUp', 'ArrowDown', 'End', 'Home']) {
    await userEvent.keyboard(`{${key}}`);
    walk.push(focused());
  }
  expect(walk).toEqual(['two', 'one', 'three', 'one', 'three', 'three', 'one']);
  expect(stops()).toEqual(['one']);
});

it('keeps a stop where buttons come and lose what they could do', async () => {
  const [, two, three] = [...place.querySelectorAll('button')];
  two!.focus();
  expect(stops()).toEqual(['two']);
  three!.click();
  await expect.poll(stops).toEqual(['one']);
  expect(place.querySelectorAll('button')).toHaveLength(4);
});
