/** What a backend's figure is divided by: ours over theirs. */
export const BASELINES = [
  'stock-cpu',
  'jax-js-wasm',
  'peak',
  'one-thread',
  'stock-webgpu',
  'jax-js-webgpu',
  'simd',
  'roofline',
] as const;
export type Baseline = (typeof BASELINES)[number];

/** One measured figure. */
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
  /**
   * For a step: what it asked of the graphics device (dispatches, submits, newBuffers, bytesWritten, poolOverLive).
   * For a layer: batch, and of one pass over it the nominal flops (of which the value tells), the useful ones without
   * padding, and the least bytes to be moved (of which the share of the roofline tells).
   */
  readonly counts?: Readonly<Record<string, number>>;
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
