import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addEvent,
  attainable,
  BANDWIDTH,
  emptyReport,
  millisecondsOf,
  PEAK,
  underRoof,
} from './device-report.ts';
import { type BenchEntry, summarise } from './entry.ts';

function entry(name: string, backend: string, value: number, counts?: BenchEntry['counts']): BenchEntry {
  return {
    ...{ name, backend, value, unit: 'GFLOP/s', spread: [value, value], samples: 1, threads: 1 },
    ...{ detail: '', ratios: {}, ...(counts ? { counts } : {}) },
  };
}

const LAYER = 'layer/2d-imagenet/stem-7x7-s2/forward';
const COUNTS = { batch: 1, flops: 8e9, usefulFlops: 4e9, bytes: 1e9 };

const positive = fc.double({ min: 0.1, max: 1e4, noNaN: true });
const figure = fc.record({ rate: positive, intensity: positive });

test('the middle of an even number of samples lies between two, and the ends are the spread', () => {
  expect(summarise([4, 1, 3, 2])).toEqual({ value: 2.5, spread: [1, 4], samples: 4 });
  expect(summarise([7])).toEqual({ value: 7, spread: [7, 7], samples: 1 });
});

test('the roof slopes with the bandwidth and ends at the peak', () => {
  const roof = { peak: 1000, bandwidth: 100 };
  expect(attainable(roof, 2)).toBe(200);
  expect(attainable(roof, 10)).toBe(1000);
  expect(attainable(roof, 50)).toBe(1000);
});

test('a layer’s intensity and time follow from what was counted', () => {
  const measured = entry(LAYER, 'webgpu', 400, COUNTS);
  // Half of the operations are useful: 4 FLOP for each byte, 200 GFLOP/s.
  expect(underRoof(measured)).toEqual({ intensity: 4, rate: 200 });
  // 8 GFLOP at 400 GFLOP/s.
  expect(millisecondsOf(measured)).toBe(20);
  expect(underRoof(entry(PEAK, 'webgpu', 1))).toBeUndefined();
});

test('ratios are set when both figures are there, whichever comes first', () => {
  const report = [
    entry(LAYER, 'webgpu', 400, COUNTS),
    entry(LAYER, 'stock-webgpu', 100, COUNTS),
    entry(PEAK, 'webgpu', 1000),
    entry(BANDWIDTH, 'webgpu', 100),
    entry(LAYER, 'simd', 50, COUNTS),
    entry('step/2d-small', 'webgpu', 8),
  ].reduce((report, entry) => addEvent(report, { kind: 'entry', entry }), emptyReport('quick', 'today'));
  expect(report.roofline).toEqual({ webgpu: { peak: 1000, bandwidth: 100 } });
  // The roof at 4 FLOP per byte is 400 GFLOP/s.
  expect(report.entries.map(({ ratios }) => ratios)).toEqual([
    { roofline: 0.5, 'stock-webgpu': 4, simd: 8 },
    { roofline: 0.125 },
    {},
    {},
    { 'stock-webgpu': 0.5 },
    {},
  ]);
});

test('no layer that is computed directly stands above the roof, whatever the large product and the copy said', () => {
  fc.assert(
    fc.property(fc.array(figure, { minLength: 1 }), positive, positive, (figures, peak, bandwidth) => {
      const layers = figures.map(({ rate, intensity }, index) =>
        entry(`layer/2d-small/stage${index}-3x3-s2/forward`, 'simd', rate, {
          ...{ batch: 1, flops: 1e9, usefulFlops: 1e9, bytes: 1e9 / intensity },
        }),
      );
      const all = [entry(PEAK, 'simd', peak), entry(BANDWIDTH, 'simd', bandwidth), ...layers];
      const report = all.reduce(
        (known, next) => addEvent(known, { kind: 'entry', entry: next }),
        emptyReport('quick', 'today'),
      );
      for (const { ratios } of report.entries) expect(ratios.roofline ?? 0).toBeLessThanOrEqual(1 + 1e-9);
    }),
  );
});

test('Winograd’s way takes fewer products than are counted, so it does not raise the roof', () => {
  const all = [
    entry(PEAK, 'simd', 50),
    entry(BANDWIDTH, 'simd', 10),
    entry('layer/2d-small/stage1-3x3/forward', 'simd', 100, { ...COUNTS, usefulFlops: 8e9, bytes: 1e8 }),
  ];
  const report = all.reduce(
    (known, next) => addEvent(known, { kind: 'entry', entry: next }),
    emptyReport('quick', 'today'),
  );
  expect(report.roofline.simd).toEqual({ peak: 50, bandwidth: 10 });
  expect(report.entries[2]!.ratios.roofline).toBe(2);
});

test('what could not be measured is kept with its reason', () => {
  const omission = { name: LAYER, backend: 'stock-webgpu', kind: 'failed', reason: 'lost' } as const;
  const report = addEvent(emptyReport('quick', 'today'), { kind: 'omission', omission });
  expect(report.omissions).toEqual([omission]);
});
