/** What a backend's figure is divided by: ours over theirs. */
export type Baseline = 'stock-cpu' | 'jax-js-wasm' | 'peak' | 'one-thread' | 'stock-webgpu' | 'jax-js-webgpu';

export interface BenchEntry {
  readonly name: string;
  readonly backend: string;
  /** Median of the samples. */
  readonly value: number;
  readonly unit: string;
  /** Lowest and highest sample. */
  readonly spread: readonly [number, number];
  readonly samples: number;
  readonly threads: number;
  /** What was measured: batch, network, differences from the others. */
  readonly detail: string;
  readonly ratios: Partial<Record<Baseline, number>>;
  /** What one step asked of the graphics device: dispatches, submits, newBuffers, bytesWritten, poolOverLive. */
  readonly counts?: Readonly<Record<string, number>>;
}

/** Time of one kernel at one shape within a step. */
export interface ProfileRow {
  readonly step: string;
  readonly kernel: string;
  readonly calls: number;
  readonly milliseconds: number;
  readonly share: number;
}

export interface BenchReport {
  readonly entries: readonly BenchEntry[];
  readonly profile: readonly ProfileRow[];
}

export interface BenchRequest {
  /** Part of a name; entries whose names lack it are left out. */
  readonly only: string;
  /** Also measure every kernel of our steps by itself. */
  readonly profile: boolean;
}

/** Middle and ends of some samples. */
export function summarise(samples: readonly number[]): {
  value: number;
  spread: readonly [number, number];
  samples: number;
} {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const value = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { value, spread: [sorted[0]!, sorted[sorted.length - 1]!], samples: samples.length };
}
