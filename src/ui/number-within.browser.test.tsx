import { MantineProvider } from '@mantine/core';
import { useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { NumberWithin } from './number-within.tsx';

let root: Root | null = null;

afterEach(() => {
  root?.unmount();
  root = null;
  document.body.replaceChildren();
});

const taken: (number | null)[] = [];

function Fields() {
  const [runs, setRuns] = useState<number | null>(5);
  const [goal, setGoal] = useState<number | null>(null);
  const take = (set: (value: number | null) => void) => (value: number | null) => {
    taken.push(value);
    set(value);
  };
  return (
    <MantineProvider>
      <NumberWithin label="Runs" min={1} max={60} whole value={runs} onChange={take(setRuns)} />
      <NumberWithin label="Goal" min={0} max={1} open value={goal} onChange={take(setGoal)} />
    </MantineProvider>
  );
}

it('keeps a number that does not fit as it was typed, with the reason, and takes none of it', async () => {
  const place = document.body.appendChild(document.createElement('div'));
  root = createRoot(place);
  root.render(<Fields />);
  const runs = page.getByRole('textbox', { name: 'Runs' });
  await expect.element(runs).toHaveValue('5');
  await userEvent.fill(runs, '500');
  await userEvent.click(page.getByRole('textbox', { name: 'Goal' }));
  await expect.element(runs).toHaveValue('500');
  await expect.element(page.getByText('A whole number, 1 to 60. In use: 5.')).toBeVisible();
  await userEvent.fill(runs, '2.5');
  await expect.element(page.getByText(/A whole number/)).toBeVisible();
  await userEvent.fill(runs, '');
  await expect.element(page.getByText(/A whole number/)).toBeVisible();
  expect(taken).toEqual([]);
  // The way back to what counts, by a press, which leaves the focus in the field.
  await userEvent.click(page.getByRole('button', { name: 'Back to 5' }));
  await expect.element(runs).toHaveValue('5');
  await expect.element(runs).toHaveFocus();
  await expect.element(page.getByText(/A whole number/)).not.toBeInTheDocument();
  expect(taken).toEqual([]);
  await userEvent.fill(runs, '12');
  await expect.element(page.getByText(/A whole number/)).not.toBeInTheDocument();
  expect(taken).toEqual([12]);

  const goal = page.getByRole('textbox', { name: 'Goal' });
  await userEvent.fill(goal, '1.4');
  await expect.element(page.getByText('0 to 1. In use: none.')).toBeVisible();
  await userEvent.fill(goal, '0.9');
  await userEvent.fill(goal, '');
  expect(taken).toEqual([12, 0.9, null]);
});
