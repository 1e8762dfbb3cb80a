import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const measureDevice = vi.hoisted(() => vi.fn());
const isTraining = vi.hoisted(() => vi.fn(() => false));
vi.mock('../../worker/client/bench.ts', () => ({ measureDevice }));
vi.mock('../../storage/bench-reports.ts', () => ({
  loadLastReport: async () => null,
  saveLastReport: async () => undefined,
}));
vi.mock('../runs/store.ts', () => ({ runLock: (id: string) => `lab-run-${id}` }));
vi.mock('../training/store.ts', () => ({ isTraining, useTrain: { subscribe: () => () => undefined } }));

const { useReport } = await import('./report.ts');
const { cancelMeasuring, startMeasuring, useBench } = await import('./store.ts');

beforeEach(() => {
  measureDevice.mockReset().mockReturnValue({ done: Promise.resolve(), cancel: () => undefined });
  isTraining.mockReset().mockReturnValue(false);
});
afterEach(() => vi.unstubAllGlobals());

function stubLocks(query: () => Promise<object>): void {
  vi.stubGlobal('navigator', { locks: { query } });
}

describe('measuring', () => {
  it('begins, and ends, where the browser has no locks to ask for or refuses to', async () => {
    vi.stubGlobal('navigator', {});
    await startMeasuring('quick');
    stubLocks(() => Promise.reject(new Error('refused')));
    await startMeasuring('quick');
    expect(measureDevice).toHaveBeenCalledTimes(2);
    expect(useBench.getState()).toMatchObject({ measuring: false, error: null });
  });

  it('does not begin when it is cancelled while other pages are asked', async () => {
    let answer: (held: object) => void = () => undefined;
    stubLocks(() => new Promise((resolve) => (answer = resolve)));
    const ended = startMeasuring('quick');
    cancelMeasuring();
    answer({ held: [] });
    await ended;
    expect(measureDevice).not.toHaveBeenCalled();
    expect(useBench.getState()).toMatchObject({ measuring: false, error: null });
  });

  it('does not begin when a run began meanwhile, here or on another page', async () => {
    stubLocks(async () => ({ held: [{ name: 'lab-run-abc' }] }));
    await startMeasuring('quick');
    stubLocks(async () => {
      isTraining.mockReturnValue(true);
      return { held: [] };
    });
    await startMeasuring('quick');
    expect(measureDevice).not.toHaveBeenCalled();
    expect(useBench.getState().error?.message).toMatch(/A run is training/);
  });

  it('ends with the error when the worker cannot be made', async () => {
    stubLocks(async () => ({ held: [] }));
    measureDevice.mockImplementation(() => {
      throw new Error('no workers here');
    });
    await startMeasuring('quick');
    expect(useBench.getState().measuring).toBe(false);
    expect(useReport.getState().report).toBeNull();
    expect(useBench.getState().error?.message).toContain('no workers here');
  });
});
