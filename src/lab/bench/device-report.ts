import type { Versions } from '../run-record.ts';
import type { Baseline, BenchEntry } from './entry.ts';

/** What is measured beside each other on a visitor's device. */
export const BENCH_BACKENDS = ['webgpu', 'stock-webgpu', 'simd'] as const;
export type BenchBackend = (typeof BENCH_BACKENDS)[number];

export type Thoroughness = 'quick' | 'thorough';

/** What the browser tells of the graphics adapter. */
export interface AdapterDescription {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  /** Whether it computes on the processor. */
  readonly software: boolean;
  readonly features: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
}

/** Where the figures come from. */
export interface BenchEnvironment {
  /** Null where the browser offers no WebGPU adapter. */
  readonly adapter: AdapterDescription | null;
  readonly userAgent: string;
  readonly hardwareConcurrency: number;
  /** In GiB, rounded by the browser; null where it does not tell. */
  readonly deviceMemory: number | null;
  readonly crossOriginIsolated: boolean;
  /** Threads of the simd backend, and what it lacks. */
  readonly simd: { readonly threads: number; readonly reason: string | null } | null;
  readonly versions: Versions;
}

/**
 * What one device can do at most: the highest that was measured on it. A busy moment slows the large product, and what
 * fits the caches moves faster than large arrays, so a layer may raise the roof; then it is a roof to all of them, but for
 * Winograd's way, which takes fewer products than are counted.
 */
export interface Roofline {
  /** Rate of a large matrix product, or of a layer that is computed directly, in GFLOP/s. */
  readonly peak: number;
  /** Rate of reading and writing large arrays, or a layer's data, in GB/s. */
  readonly bandwidth: number;
}

/** What has no figure, and why. */
export interface BenchOmission {
  readonly name: string;
  readonly backend: BenchBackend;
  readonly kind: 'failed' | 'too-slow' | 'no-time';
  readonly reason: string;
}

/** What the worker tells while it measures. */
export type BenchEvent =
  | { readonly kind: 'environment'; readonly environment: BenchEnvironment }
  | {
      readonly kind: 'measuring';
      readonly name: string;
      readonly backend: BenchBackend;
      readonly done: number;
      readonly total: number;
    }
  | { readonly kind: 'entry'; readonly entry: BenchEntry }
  | { readonly kind: 'omission'; readonly omission: BenchOmission };

export const DEVICE_REPORT_VERSION = 1;

/** All that was measured on one device at one time: what is shown, kept and exported. */
export interface DeviceReport {
  readonly version: typeof DEVICE_REPORT_VERSION;
  /** ISO 8601. */
  readonly date: string;
  readonly thoroughness: Thoroughness;
  /** False until everything has been measured or left out; stays so where it was cancelled. */
  readonly complete: boolean;
  readonly environment: BenchEnvironment | null;
  readonly roofline: Partial<Record<RoofDevice, Roofline>>;
  readonly entries: readonly BenchEntry[];
  readonly omissions: readonly BenchOmission[];
}

/** Stock tfjs runs under the same roof as our kernels. */
export type RoofDevice = 'webgpu' | 'simd';

export const PEAK = 'gemm/peak';
export const BANDWIDTH = 'copy/bandwidth';

export function emptyReport(thoroughness: Thoroughness, date: string): DeviceReport {
  return {
    ...{ version: DEVICE_REPORT_VERSION, date, thoroughness, complete: false },
    ...{ environment: null, roofline: {}, entries: [], omissions: [] },
  };
}

/** The report after an event; the ratios of all entries follow what is known by then. */
export function addEvent(report: DeviceReport, event: BenchEvent): DeviceReport {
  switch (event.kind) {
    case 'environment':
      return { ...report, environment: event.environment };
    case 'omission':
      return { ...report, omissions: [...report.omissions, event.omission] };
    case 'entry': {
      const entries = [...report.entries, event.entry];
      const roofline = rooflineOf(entries);
      return { ...report, roofline, entries: entries.map((entry) => withRatios(entry, entries, roofline)) };
    }
    case 'measuring':
      return report;
  }
}

/** The most that a product of this arithmetic intensity (FLOP per byte) can reach, in GFLOP/s. */
export function attainable({ peak, bandwidth }: Roofline, intensity: number): number {
  return Math.min(peak, intensity * bandwidth);
}

/** Where a layer's entry lies under the roof, by its useful operations; undefined for other entries. */
export function underRoof({ value, counts }: BenchEntry): { intensity: number; rate: number } | undefined {
  if (!counts?.flops || !counts.usefulFlops || !counts.bytes) return undefined;
  return { intensity: counts.usefulFlops / counts.bytes, rate: (value * counts.usefulFlops) / counts.flops };
}

/** Time of one pass over a layer, in milliseconds, by its rate in GFLOP/s. */
export function millisecondsOf({ value, counts }: BenchEntry): number | undefined {
  return counts?.flops ? counts.flops / value / 1e6 : undefined;
}

/** The roof that a backend's figures are under. */
export function roofDeviceOf(backend: string): RoofDevice {
  return backend === 'simd' ? 'simd' : 'webgpu';
}

function rooflineOf(entries: readonly BenchEntry[]): DeviceReport['roofline'] {
  return Object.fromEntries(
    (['webgpu', 'simd'] as const).flatMap((device) => {
      const own = entries.filter(({ backend }) => roofDeviceOf(backend) === device);
      const find = (name: string) =>
        own.find((entry) => entry.name === name && entry.backend === device)?.value;
      const [peak, bandwidth] = [find(PEAK), find(BANDWIDTH)];
      return peak && bandwidth ? [[device, raised({ peak, bandwidth }, own)]] : [];
    }),
  );
}

function raised(roof: Roofline, entries: readonly BenchEntry[]): Roofline {
  const places = entries
    .filter((entry) => !mayGoByWinograd(entry))
    .flatMap((entry) => underRoof(entry) ?? []);
  const peak = Math.max(roof.peak, ...places.map(({ rate }) => rate));
  // Where arithmetic is the limit, a layer tells nothing of the memory.
  const moved = places.filter(({ intensity }) => intensity * roof.bandwidth < peak);
  return {
    peak,
    bandwidth: Math.max(roof.bandwidth, ...moved.map(({ rate, intensity }) => rate / intensity)),
  };
}

/** Whether a layer may be computed by F(2×2, 3×3), with down to 1 / 2.25 of the products; see docs/performance.md. */
export function mayGoByWinograd({ name, backend }: Pick<BenchEntry, 'name' | 'backend'>): boolean {
  return backend === 'simd' && /-3x3\/(forward|input-gradient)$/.test(name);
}

function withRatios(
  entry: BenchEntry,
  entries: readonly BenchEntry[],
  roofline: DeviceReport['roofline'],
): BenchEntry {
  const ratios: Partial<Record<Baseline, number>> = {};
  const place = underRoof(entry);
  const roof = roofline[roofDeviceOf(entry.backend)];
  if (roof && place) ratios.roofline = place.rate / attainable(roof, place.intensity);
  for (const baseline of ['stock-webgpu', 'simd'] as const) {
    if (entry.backend === baseline || entry.backend === 'stock-webgpu') continue;
    const other = entries.find(({ name, backend }) => name === entry.name && backend === baseline);
    if (other) ratios[baseline] = entry.value / other.value;
  }
  return { ...entry, ratios };
}
