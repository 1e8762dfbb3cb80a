import { describe, expect, it, vi } from 'vitest';
import { nextTask } from './next-task.ts';
import { RunControl } from './run-control.ts';

function controlled() {
  const listeners = { onPaused: vi.fn(), onResumed: vi.fn() };
  const control = new RunControl(listeners);
  const beforeWaiting = vi.fn(() => Promise.resolve());
  const answers: string[] = [];
  /** Asks as the loop does between two batches. */
  const ask = () => control.next(beforeWaiting).then((answer) => answers.push(answer));
  return { control, listeners, beforeWaiting, answers, ask };
}

/** Long enough for all that can happen without a person to happen. */
async function settled() {
  for (let turn = 0; turn < 5; turn++) await nextTask();
}

describe('a run under control', () => {
  it('goes on where nobody does anything, in a later task', async () => {
    const { ask, answers, listeners } = controlled();
    const asked = ask();
    await Promise.resolve();
    expect(answers).toEqual([]);
    await asked;
    expect(answers).toEqual(['continue']);
    expect(listeners.onPaused).not.toHaveBeenCalled();
  });

  it('keeps a step asked for during an evaluation for the training batch after it', async () => {
    const { control, ask, answers } = controlled();
    control.pause();
    const evaluated = control.nextEvaluation(() => Promise.resolve());
    await settled();
    control.step();
    expect(await evaluated).toBe('continue');
    expect(await control.nextEvaluation(() => Promise.resolve())).toBe('continue');
    await ask();
    expect(answers).toEqual(['continue']);
    void ask();
    await settled();
    expect(answers).toEqual(['continue']);
    control.stop();
    await settled();
    expect(answers).toEqual(['continue', 'stop']);
  });

  it('stands still while paused, brings the page up to date before, and goes on when resumed', async () => {
    const { control, ask, answers, listeners, beforeWaiting } = controlled();
    control.pause();
    const asked = ask();
    await settled();
    expect(answers).toEqual([]);
    expect(beforeWaiting).toHaveBeenCalledOnce();
    expect(listeners.onPaused).toHaveBeenCalledOnce();
    control.resume();
    await asked;
    expect(answers).toEqual(['continue']);
    expect(listeners.onResumed).toHaveBeenCalledOnce();
  });

  it('makes as many batches as steps were asked for, then stands still again', async () => {
    const { control, ask, answers, listeners } = controlled();
    control.pause();
    const first = ask();
    await settled();
    control.step();
    control.step();
    await first;
    await ask();
    void ask();
    await settled();
    expect(answers).toEqual(['continue', 'continue']);
    expect(listeners.onPaused).toHaveBeenCalledTimes(2);
    expect(listeners.onResumed).not.toHaveBeenCalled();
    control.stop();
  });

  it('does not remember steps beyond a resume, nor those asked for while it ran', async () => {
    const { control, ask, answers } = controlled();
    control.step();
    control.pause();
    const asked = ask();
    await settled();
    expect(answers).toEqual([]);
    control.step();
    control.step();
    control.resume();
    await asked;
    control.pause();
    void ask();
    await settled();
    expect(answers).toEqual(['continue']);
    control.stop();
  });

  it('stops at once, paused or not', async () => {
    const { control, ask, answers } = controlled();
    control.pause();
    const asked = ask();
    await settled();
    control.stop();
    await asked;
    await ask();
    expect(answers).toEqual(['stop', 'stop']);
  });

  it('resumes only what was paused', () => {
    const { control, listeners } = controlled();
    control.resume();
    expect(listeners.onResumed).not.toHaveBeenCalled();
  });
});
