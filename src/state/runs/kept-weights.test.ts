import { expect, it, vi } from 'vitest';

const keptWeights = vi.hoisted(() => vi.fn(async () => [{ id: 'run', best: 3, epochs: [3], bytes: 1 }]));
vi.mock('../../worker/client/trained-models.ts', () => ({ keptWeights }));
vi.mock('../../ui/notify.tsx', () => ({ showNote: vi.fn() }));

it('are read again after a run only where somebody has asked for them', async () => {
  const { readKeptWeights, rereadKeptWeights, useKeptWeights } = await import('./kept-weights.ts');
  await rereadKeptWeights();
  expect(keptWeights).not.toHaveBeenCalled();
  // A change that comes while they are read for the first time counts, too.
  await Promise.all([readKeptWeights(), rereadKeptWeights()]);
  expect(keptWeights).toHaveBeenCalledTimes(2);
  expect(useKeptWeights.getState().byRun).toHaveProperty('run');
  await rereadKeptWeights();
  expect(keptWeights).toHaveBeenCalledTimes(3);
});
