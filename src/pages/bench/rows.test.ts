import { expect, test } from 'vitest';
import { addEvent, type BenchEvent, emptyReport } from '../../lab/bench/device-report.ts';
import type { BenchEntry } from '../../lab/bench/entry.ts';
import { benchRows, knownBackends } from './rows.ts';

function entry(name: string, backend: string): BenchEvent {
  const figures = { value: 1, unit: 'images/s', spread: [1, 1], samples: 1, threads: 1 } as const;
  return { kind: 'entry', entry: { name, backend, ...figures, detail: '', ratios: {} } satisfies BenchEntry };
}

const omission: BenchEvent = {
  kind: 'omission',
  omission: { name: 'step/b', backend: 'stock-webgpu', kind: 'failed', reason: 'lost' },
};

test('a row gathers what every backend did, or why it did not', () => {
  const report = [
    entry('step/a', 'simd'),
    omission,
    entry('step/b', 'simd'),
    entry('layer/a', 'simd'),
  ].reduce(addEvent, emptyReport('quick', 'today'));
  const rows = benchRows(report, 'step/');
  expect(rows.map(({ name }) => name)).toEqual(['step/a', 'step/b']);
  expect(rows[1]?.cells['stock-webgpu']).toMatchObject({ entry: null, omission: { reason: 'lost' } });
  expect(rows[1]?.cells.simd.entry?.name).toBe('step/b');
  expect(rows[1]?.cells.webgpu).toEqual({ entry: null, omission: null });
  expect(knownBackends(report)).toEqual(['stock-webgpu', 'simd']);
});
