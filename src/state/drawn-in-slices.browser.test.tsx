import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createDrawnInSlices, untilDrawn } from './drawn-in-slices.ts';

interface Counts {
  readonly a: number;
  readonly b: number;
}

const useCounts = createDrawnInSlices<Counts>(() => ({ a: 0, b: 0 }));

const PLACES = Array.from({ length: 40 }, (_, index) => index);

let place: HTMLElement;
let root: ReturnType<typeof createRoot>;
/** How often A was drawn. */
let drawn = 0;
let select: (which: keyof Counts) => void = () => undefined;

function A() {
  drawn++;
  return `a is ${useCounts(({ a }) => a)}`;
}

function ChangedMeanwhile() {
  const a = useCounts((state) => state.a);
  if (a === 0) queueMicrotask(() => useCounts.setState({ a: 1 }));
  return `a is ${a}`;
}

function Chosen() {
  const [which, setWhich] = useState<keyof Counts>('a');
  select = setWhich;
  return `${which} is ${useCounts((state) => state[which])}`;
}

function Slow() {
  const a = useCounts((state) => state.a);
  // Of a slice, which is a few milliseconds long, a good part.
  for (const end = performance.now() + 2; performance.now() < end; );
  return <i>{a}</i>;
}

beforeEach(() => {
  useCounts.setState({ a: 0, b: 0 });
  place = document.createElement('div');
  document.body.append(place);
  root = createRoot(place);
});

afterEach(() => {
  vi.useRealTimers();
  root.unmount();
  place.remove();
});

const text = () => expect.poll(() => place.textContent);

it('shows what is selected, and is drawn anew only where that has changed', async () => {
  root.render(<A />);
  await text().toBe('a is 0');
  useCounts.setState({ a: 5 });
  await text().toBe('a is 5');
  const before = drawn;
  useCounts.setState({ b: 7 });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(drawn).toBe(before);
  expect(useCounts.getState()).toEqual({ a: 5, b: 7 });
});

it('shows what changed while it was being drawn', async () => {
  root.render(<ChangedMeanwhile />);
  await text().toBe('a is 1');
});

it('follows another selection at once', async () => {
  useCounts.setState({ a: 1, b: 2 });
  root.render(<Chosen />);
  await text().toBe('a is 1');
  select('b');
  await text().toBe('b is 2');
  useCounts.setState({ b: 3 });
  await text().toBe('b is 3');
});

it('lets others be heard while much of it is drawn', async () => {
  root.render(PLACES.map((which) => <Slow key={which} />));
  await text().toBe('0'.repeat(40));
  let heard = '';
  useCounts.setState({ a: 1 });
  setTimeout(() => {
    heard = place.textContent;
  });
  await text().toBe('1'.repeat(40));
  expect(heard).toBe('0'.repeat(40));
});

it('shows what changed back while it was being drawn', async () => {
  root.render(PLACES.map((which) => <Slow key={which} />));
  await text().toBe('0'.repeat(40));
  useCounts.setState({ a: 1 });
  // In the middle: some have read the one, others the other.
  await new Promise((resolve) => setTimeout(resolve));
  useCounts.setState({ a: 0 });
  await new Promise((resolve) => setTimeout(resolve, 300));
  await text().toBe('0'.repeat(40));
});

it('tells when all of it is drawn', async () => {
  root.render(PLACES.map((which) => <Slow key={which} />));
  await text().toBe('0'.repeat(40));
  await untilDrawn();
  useCounts.setState({ a: 1 });
  expect(place.textContent).toBe('0'.repeat(40));
  await untilDrawn();
  expect(place.textContent).toBe('1'.repeat(40));
});

it('waits for nothing that is gone', async () => {
  root.render(<A />);
  await text().toBe('a is 0');
  // So that its patience has no end.
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  useCounts.setState({ a: 1 });
  root.render(null);
  await untilDrawn();
  expect(place.textContent).toBe('');
});
