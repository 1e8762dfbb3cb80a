import { expect, test } from 'vitest';
import { announcement } from './announcement.ts';

const row = { status: 'running', epochsDone: 8, summary: null, bestVal: 0.889 } as const;

test('a run that starts is told nothing of the run before it', () => {
  expect(announcement('starting', { ...row, status: 'finished' }, undefined)).toBe('Training starting');
});

test('epochs are told as they come, and the end however it came', () => {
  expect(announcement('running', row, undefined)).toBe('Training, epoch 8 done, best validation AUC 0.889');
  expect(announcement('stopping', row, undefined)).toMatch(/^Training stopping, epoch 8 done/);
  expect(announcement('idle', { ...row, status: 'stopped' }, undefined)).toBe(
    'Training stopped after epoch 8.',
  );
  expect(announcement('idle', { ...row, status: 'finished' }, undefined)).toBe(
    'Training finished. Best validation AUC 0.889.',
  );
  expect(announcement('idle', undefined, undefined)).toBe('');
});
