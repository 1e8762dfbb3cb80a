import { describe, expect, it, vi } from 'vitest';
import type { PlannedRun } from '../src/lab/study/expand.ts';
import type { RunFile } from '../src/lab/study/run-file.ts';
import { StudyCrew } from './study-crew.ts';
import type { StudyFolder } from './study-folder.ts';
import type { StudyProgress } from './study-progress.ts';
import type { RunOutcome } from './study-worker.ts';

const RUNS = ['a', 'b', 'c', 'd'].map(
  (key) => ({ key, cell: { name: key }, seed: 1 }) as unknown as PlannedRun,
);

const finished = (key: string): RunOutcome => {
  const summary = { val: { auc: 0.5 }, ranking: null, bestEpoch: 1, epochs: 1, seconds: 1 };
  return { kind: 'finished', file: { key, record: { summary } } as unknown as RunFile };
};
const left: RunOutcome = { kind: 'left', error: new Error('No slot is free.') };

/** Keys of the runs that were written, in order, with two workers; `outcomeOf` says how a worker of a number ends a run. */
async function trainWith(outcomeOf: (worker: number, key: string) => RunOutcome) {
  const written: string[] = [];
  const folder = { stateOf: () => null, writeRun: ({ key }: RunFile) => written.push(key) };
  const progress = { finish: vi.fn(), say: vi.fn() };
  const crew = new StudyCrew(
    folder as unknown as StudyFolder,
    new Map(),
    progress as unknown as StudyProgress,
    new AbortController().signal,
  );
  const end = await crew.train(RUNS, 2, (index) => ({
    train: async (run) => outcomeOf(index, run.key),
    secondsLeft: () => null,
    close: async () => undefined,
  }));
  return { end, written: written.sort(), said: progress.say.mock.calls.flat() };
}

describe('a crew of workers', () => {
  it('leaves the runs of one that gets no browser to the other', async () => {
    const { end, written, said } = await trainWith((worker, key) => (worker === 1 ? left : finished(key)));
    expect(written).toEqual(['a', 'b', 'c', 'd']);
    expect(end).toEqual({ failed: 0, stopped: false, unwritten: null });
    expect(said).toEqual(['Worker 2 has no browser. No slot is free.']);
  });

  it('asks for browsers again where all that had one are done', async () => {
    let refusals = 1;
    const { written } = await trainWith((_, key) => (key === 'd' && refusals-- > 0 ? left : finished(key)));
    expect(written).toEqual(['a', 'b', 'c', 'd']);
  });

  it('fails with the reason where none gets one, and no sooner', async () => {
    await expect(trainWith(() => left)).rejects.toThrow('No slot is free.');
    await expect(trainWith((_, key) => (key === 'd' ? left : finished(key)))).rejects.toThrow(
      'No slot is free.',
    );
  });
});
