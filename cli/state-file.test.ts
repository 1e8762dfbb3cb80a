import { beforeEach, describe, expect, it, vi } from 'vitest';
import { WriteError } from '../scripts/write-whole.ts';
import type { RunProgress } from '../src/app/automation-types.ts';
import type { LabPage } from './lab-page.ts';
import { StateFile } from './state-file.ts';

const { downloadTo, log } = vi.hoisted(() => ({ downloadTo: vi.fn(), log: vi.fn() }));
vi.mock('./download.ts', () => ({ downloadTo }));
vi.mock('./log.ts', () => ({ log }));

/** A page whose run has this status by now. */
const labWith = (status: string) => ({ page: { evaluate: async () => status } }) as unknown as LabPage;
const seen = { keptEpochs: 3, status: 'running' } as RunProgress;

beforeEach(() => {
  downloadTo.mockReset();
  log.mockReset();
});

describe('the state of a run on disk', () => {
  it('is not missed where the run has ended while it was copied', async () => {
    downloadTo.mockRejectedValue(new Error('No state of this run is kept yet.'));
    await new StateFile('state').follow(labWith('finished'), 'run', seen);
    expect(log).not.toHaveBeenCalled();
  });

  it('is told where it could not be copied from a run that goes on', async () => {
    downloadTo.mockRejectedValue(new Error('odd'));
    await new StateFile('state').follow(labWith('running'), 'run', seen);
    expect(log).toHaveBeenCalledWith('The state after epoch 3 could not be kept: odd');
  });

  it('is told once where it could not be written, run over or not', async () => {
    downloadTo.mockRejectedValue(new WriteError('state', { code: 'ENOSPC' }));
    const file = new StateFile('state');
    await file.follow(labWith('finished'), 'run', seen);
    await file.follow(labWith('running'), 'run', { ...seen, keptEpochs: 4 });
    expect(log).toHaveBeenCalledOnce();
  });
});
