import {
  BENCH_BACKENDS,
  type BenchBackend,
  type BenchOmission,
  type DeviceReport,
} from '../../lab/bench/device-report.ts';
import type { BenchEntry } from '../../lab/bench/entry.ts';

/** What one backend did at one thing: a figure, or why there is none; neither while it is still to come. */
export interface Cell {
  readonly entry: BenchEntry | null;
  readonly omission: BenchOmission | null;
}

/** One thing that was measured, on every backend. */
export interface BenchRow {
  readonly name: string;
  readonly cells: Readonly<Record<BenchBackend, Cell>>;
}

/** The backends of which anything is known: those of a graphics adapter only where there is one. */
export function knownBackends({ entries, omissions }: DeviceReport): readonly BenchBackend[] {
  const known = new Set<string>([...entries, ...omissions].map(({ backend }) => backend));
  return BENCH_BACKENDS.filter((backend) => known.has(backend));
}

/** Everything measured or left out whose name begins so, in the order in which it came. */
export function benchRows({ entries, omissions }: DeviceReport, prefix: string): readonly BenchRow[] {
  const names = [...entries, ...omissions].map(({ name }) => name).filter((name) => name.startsWith(prefix));
  const cell = (name: string, backend: BenchBackend): Cell => {
    const matches = (other: { name: string; backend: string }) =>
      other.name === name && other.backend === backend;
    return { entry: entries.find(matches) ?? null, omission: omissions.find(matches) ?? null };
  };
  return [...new Set(names)].map((name) => ({
    name,
    cells: {
      webgpu: cell(name, 'webgpu'),
      'stock-webgpu': cell(name, 'stock-webgpu'),
      simd: cell(name, 'simd'),
    },
  }));
}
