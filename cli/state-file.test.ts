import { beforeEach, describe, expect, it, vi } from 'vitest';
import { WriteError } from '../scripts/write-whole.ts';
import type { RunProgress } from '../src/app/automation-types.ts';
import type { LabPage } from './lab-page.ts';
import { StateFile } from './state-file.ts';

const { downloadTo, log } = vi.hoisted(() => ({ downloadTo: vi.fn(), log: vi.fn() }));
vi.mock('./download.ts', () => ({ downloadTo }));
vi.mock('./log.ts', () => ({ log }));

/** A page whose run has come so far by now. */
const labWith = (status: string, keptEpochs = 3) =>
  ({ page: { evaluate: async () => ({ status, keptEpochs }) } }) as unknown as LabPage;
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

  it('is copied anew where a newer one took its place meanwhile', async () => {
    downloadTo.mockRejectedValueOnce(new Error('A requested file could not be found.'));
    const file = new StateFile('state');
    await file.follow(labWith('running', 4), 'run', seen);
    expect(downloadTo).toHaveBeenCalledTimes(2);
    expect(log).not.toHaveBeenCalled();
    // That one is here already.
    await file.follow(labWith('finished', 4), 'run', { ...seen, keptEpochs: 4, status: 'finished' });
    expect(downloadTo).toHaveBeenCalledTimes(2);
  });

  it('is told where newer ones take its place again and again', async () => {
    downloadTo.mockRejectedValue(new Error('gone'));
    let kept = 3;
    const lab = { page: { evaluate: async () => ({ status: 'running', keptEpochs: ++kept }) } };
    await new StateFile('state').follow(lab as unknown as LabPage, 'run', seen);
    expect(log).toHaveBeenCalledExactlyOnceWith('The state after epoch 5 could not be kept: gone');
  });

  it('is told once where it could not be written, run over or not', async () => {
    downloadTo.mockRejectedValue(new WriteError('state', { code: 'ENOSPC' }));
    const file = new StateFile('state');
    await file.follow(labWith('finished'), 'run', seen);
    await file.follow(labWith('running'), 'run', { ...seen, keptEpochs: 4 });
    expect(log).toHaveBeenCalledOnce();
  });
});
