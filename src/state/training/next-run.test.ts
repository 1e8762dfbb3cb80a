import { beforeEach, expect, it, vi } from 'vitest';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { dropNext, trainNext, useNextRun } from './next-run.ts';
import { IDLE, useTrain } from './store.ts';

const startRun = vi.hoisted(() => vi.fn(async () => 'id'));
vi.mock('./session.ts', () => ({ startRun }));
vi.mock('../../ui/notify.tsx', () => ({ showProblem: vi.fn() }));

const WIDE = parseRecipe({ width: 3 });
const NARROW = parseRecipe({ width: 2 });
const later = () => new Promise((resolve) => setTimeout(resolve, 20));

/** Whether the browser would ask before it closes the page. */
const isAsked = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));

beforeEach(() => {
  vi.stubGlobal('window', new EventTarget());
  startRun.mockClear();
  dropNext();
  useTrain.setState({ ...IDLE, phase: 'running' });
});

it('trains when what trains has ended: the recipe as it was, and the last that was asked for', async () => {
  trainNext(NARROW);
  trainNext(WIDE);
  await later();
  expect(startRun).not.toHaveBeenCalled();
  expect(isAsked()).toBe(true);
  useTrain.setState(IDLE);
  await later();
  expect(isAsked()).toBe(false);
  expect(startRun.mock.calls).toEqual([[WIDE]]);
  expect(useNextRun.getState().recipe).toBeNull();
});

it('lets a study that was quicker go first, and forgets what is taken back', async () => {
  trainNext(WIDE);
  useTrain.setState(IDLE);
  useTrain.setState({ phase: 'starting' });
  await later();
  expect(startRun).not.toHaveBeenCalled();
  dropNext();
  await later();
  useTrain.setState(IDLE);
  await later();
  expect(startRun).not.toHaveBeenCalled();
  // And the next one is waited for as the first was.
  useTrain.setState({ phase: 'running' });
  trainNext(NARROW);
  useTrain.setState(IDLE);
  await later();
  expect(startRun.mock.calls).toEqual([[NARROW]]);
});
