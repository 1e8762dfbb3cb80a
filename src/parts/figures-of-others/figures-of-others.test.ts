import { describe, expect, it } from 'vitest';
import { exampleRow } from '../../storage/testing/example-row.ts';
import { figuresOfOthers } from './figures-of-others.ts';

const { dataset: phantom } = exampleRow();
const pneumonia = { ...phantom, name: 'PneumoniaMNIST', catalogueId: 'pneumoniamnist' };
const vessel = { ...phantom, name: 'VesselMNIST3D', catalogueId: 'vesselmnist3d' };

describe('figures of others', () => {
  it('are none for a phantom', () => {
    expect(figuresOfOthers([phantom])).toEqual([]);
  });

  it('are those of the set, once, hollow and without an interval', () => {
    const figures = figuresOfOthers([pneumonia, pneumonia]);
    expect(figures[0]).toEqual({
      label: expect.stringContaining('ResNet-18'),
      value: 0.944,
      interval: null,
      measured: false,
      colour: null,
    });
    expect(figures.map(({ label }) => label)).toContain('seed study: flip + normalise');
    expect(new Set(figures.map(({ label }) => label)).size).toBe(figures.length);
  });

  it('say what is assumed, and of which set they are where there are several', () => {
    const labels = figuresOfOthers([pneumonia, vessel]).map(({ label }) => label);
    expect(labels).toContain('PneumoniaMNIST: seed study: flip + noise');
    expect(labels).toContain('VesselMNIST3D: seed study: flip + noise (assumed)');
  });

  it('belong to 28 pixels where the study looked', () => {
    const labels = figuresOfOthers([{ ...pneumonia, size: 64 }]).map(({ label }) => label);
    expect(labels.some((label) => label.startsWith('seed study'))).toBe(false);
  });
});
