import { describe, expect, it } from 'vitest';
import { emptyReport } from './device-report.ts';
import type { BenchEntry } from './entry.ts';
import { stepPrice } from './step-speed.ts';

const entry: BenchEntry = {
  ...{ name: 'step/2d-imagenet', backend: 'simd', value: 500, unit: 'images/s', spread: [490, 510] },
  ...{ samples: 3, threads: 2, detail: '', ratios: {} },
};
// Batches of 16 in 16 ms.
const narrow: BenchEntry = { ...entry, name: 'step/2d-narrow', value: 1000, counts: { batch: 16 } };
const report = { ...emptyReport('quick', '2026-01-01'), entries: [entry, narrow] };
const FULL = { dims: 2, stem: 'imagenet', width: 64, channels: 1 } as const;
const price = (shape: object, edge = 28) => stepPrice(report, 'simd', { ...FULL, ...shape }, edge)!;

describe('the price of a step by the bench', () => {
  it('is that of the measured step, for a step like it', () => {
    expect(price({}).image).toBeCloseTo(1 / 500);
  });

  it('goes with the work of other widths and sizes', () => {
    const { image } = price({ width: 16 });
    expect(image).toBeGreaterThan(1 / 500 / 18);
    expect(image).toBeLessThan(1 / 500 / 8);
    expect(price({}, 64).image).toBeGreaterThan(4 / 500);
  });

  it('has a part that no width makes smaller: what a narrow step takes beyond its operations', () => {
    const { step } = price({ width: 4 });
    expect(step).toBeLessThan(0.016);
    expect(step).toBeGreaterThan(0.015);
    expect(price({}).step).toBe(step);
  });

  it('is never below nothing', () => {
    const quick = { ...narrow, value: 1e9 };
    expect(stepPrice({ ...report, entries: [entry, quick] }, 'simd', FULL, 28)!.step).toBe(0);
  });

  it('is not known of other dimensions, stems and backends, nor without the narrow step', () => {
    expect(stepPrice(report, 'webgpu', FULL, 28)).toBeNull();
    expect(stepPrice(report, 'simd', { ...FULL, dims: 3 }, 28)).toBeNull();
    expect(stepPrice(report, 'simd', { ...FULL, stem: 'small' }, 28)).toBeNull();
    expect(stepPrice({ ...report, entries: [entry] }, 'simd', FULL, 28)).toBeNull();
  });
});
