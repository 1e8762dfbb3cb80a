import { describe, expect, it } from 'vitest';
import { emptyReport } from './device-report.ts';
import type { BenchEntry } from './entry.ts';
import { stepSeconds } from './step-speed.ts';

const entry: BenchEntry = {
  ...{ name: 'step/2d-imagenet', backend: 'simd', value: 500, unit: 'images/s', spread: [490, 510] },
  ...{ samples: 3, threads: 2, detail: '', ratios: {} },
};
const report = { ...emptyReport('quick', '2026-01-01'), entries: [entry] };
const FULL = { dims: 2, stem: 'imagenet', width: 64, channels: 1 } as const;

describe('the price of an image by the bench', () => {
  it('is that of the measured step, for a step like it', () => {
    expect(stepSeconds(report, 'simd', FULL, 28)).toBeCloseTo(1 / 500);
  });

  it('goes with the work of other widths and sizes', () => {
    const narrow = stepSeconds(report, 'simd', { ...FULL, width: 16 }, 28)!;
    expect(narrow).toBeGreaterThan(1 / 500 / 18);
    expect(narrow).toBeLessThan(1 / 500 / 8);
    expect(stepSeconds(report, 'simd', FULL, 64)!).toBeGreaterThan(4 / 500);
  });

  it('is not known of other dimensions, stems and backends', () => {
    expect(stepSeconds(report, 'webgpu', FULL, 28)).toBeNull();
    expect(stepSeconds(report, 'simd', { ...FULL, dims: 3 }, 28)).toBeNull();
    expect(stepSeconds(report, 'simd', { ...FULL, stem: 'small' }, 28)).toBeNull();
    expect(stepSeconds({ ...report, entries: [] }, 'simd', FULL, 28)).toBeNull();
  });
});
