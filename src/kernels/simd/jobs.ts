/** What a task does, by number; the same numbers stand in assembly/jobs.ts. */
export const JOBS = {
  gatherGemm: 0,
  packFilter: 1,
  packFilterTransposed: 2,
  packGradient: 3,
  transposeInput: 4,
  copyLines: 5,
  fill: 6,
  add: 7,
  relu: 8,
  reluGradient: 9,
  batchNormStatistics: 10,
  batchNormApply: 11,
  batchNormGradientSums: 12,
  batchNormGradient: 13,
  maxPool: 14,
  maxPoolGradient: 15,
  globalAveragePool: 16,
  globalAveragePoolGradient: 17,
  sgdStep: 18,
  adamStep: 19,
  pesgStep: 20,
  pesgAdamStep: 21,
  transformFilter: 22,
  winogradBlock: 23,
  pesgDecay: 24,
  winogradGradientInputs: 25,
  winogradGradientOutputs: 26,
  winogradGradientResult: 27,
} as const;

export type Job = (typeof JOBS)[keyof typeof JOBS];

/** Bytes of one task of the elementwise jobs and of `fill`. */
export const ELEMENTWISE_CHUNK_BYTES = 131_072;
/** Below this many values the stock kernel costs less than moving them to the shared memory. */
export const FEW_VALUES = 4096;
/** Bytes of one parameter that a task of the optimizer steps takes. */
export const OPTIMIZER_CHUNK_BYTES = 65_536;
/** Filter rows that a task of `packFilter` or `transformFilter` takes. */
export const PACK_FILTER_ROWS = 64;
/** Tiles that a task of the transforms before a filter gradient takes. */
export const GRADIENT_TILES = 32;
