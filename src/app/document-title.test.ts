import { describe, expect, it } from 'vitest';
import { IDLE } from '../state/training/store.ts';
import { documentTitle } from './document-title.ts';

const RUNNING = { ...IDLE, phase: 'running', stepsPerEpoch: 5, epochs: 10 } as const;

describe('the title of the document', () => {
  it('is the tab and the lab', () => {
    expect(documentTitle('Results', IDLE)).toBe('Results · MedMNIST lab');
    expect(documentTitle(undefined, IDLE)).toBe('MedMNIST lab');
    expect(documentTitle('Train', { ...RUNNING, phase: 'starting' })).toBe('Train · MedMNIST lab');
  });

  it('begins with how far the run is', () => {
    const at = (step: number) => documentTitle('Train', { ...RUNNING, step });
    expect(at(0)).toBe('epoch 1 of 10 · Train · MedMNIST lab');
    expect(at(14)).toBe('epoch 3 of 10 · Train · MedMNIST lab');
    expect(at(50)).toBe('epoch 10 of 10 · Train · MedMNIST lab');
    expect(documentTitle('Data', { ...RUNNING, phase: 'paused', step: 5 })).toBe(
      'paused, epoch 2 of 10 · Data · MedMNIST lab',
    );
  });
});
