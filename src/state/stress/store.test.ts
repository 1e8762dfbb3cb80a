import { beforeEach, expect, it, vi } from 'vitest';
import { STRESS_NAMES } from '../../lab/stress/registry.ts';
import type { RunRow } from '../../storage/runs.ts';
import type { JobProgress } from '../../worker/protocol-model-jobs.ts';

/** What was told of its progress, to be told once more. */
const told = vi.hoisted(() => [] as ((progress: JobProgress) => void)[]);
vi.mock('../../worker/client/trained-models.ts', () => ({
  askModel: async (
    _model: unknown,
    _name: string,
    _request: unknown,
    _signal: AbortSignal,
    onProgress: (progress: JobProgress) => void,
  ) => {
    told.push(onProgress);
    onProgress({ done: 1, total: 2 });
    return { scores: [{ auc: 0.5 }] };
  },
}));
vi.mock('../data/store.ts', () => ({
  useData: { getState: () => ({ dataset: { key: 'set' } }) },
  ensureDataset: async () => undefined,
}));

beforeEach(() => {
  told.length = 0;
});

it('is over when it is over, also where the last progress comes after the last answer', async () => {
  const { stressKey, stressRuns, useStress } = await import('./store.ts');
  const row = { id: 'run', recipe: {}, dataset: { key: 'set', name: 'set' } } as unknown as RunRow;
  await stressRuns([row], 'val');
  expect(told).toHaveLength(STRESS_NAMES.length + 1);
  expect(useStress.getState().scores).toHaveProperty([stressKey('val', 'run')]);
  expect(useStress.getState().progress).toBeNull();
  told.at(-1)!({ done: 2, total: 2 });
  expect(useStress.getState().progress).toBeNull();
});
