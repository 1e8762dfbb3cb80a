import { PANEL, planGemm, runGemm } from '../../src/kernels/simd/gemm-plan.ts';
import type { SimdBackend } from '../../src/kernels/simd/simd-backend.ts';

const FLOAT = 4;
const INNER = 512;
/** Rows that differ; with one panel they fit the first-level cache. */
const ROWS = 12;
/** A row's length and a cache line, so that rows do not collide in the cache. */
const ROW_BYTES = INNER * FLOAT + 64;
const REPEATS = 10_000;

/**
 * Rate of the micro-kernel on operands that stay in the first-level cache, through the ordinary entry, in GFLOP/s; with
 * one thread chosen, that thread's peak.
 */
export function tilePeak(backend: SimdBackend): number {
  const positions = Array.from({ length: ROWS }, (_, row) => ({
    a: row * ROW_BYTES,
    out: row * PANEL * FLOAT,
  }));
  const plan = planGemm(backend, {
    groups: [{ outer: REPEATS, positions, runs: [{ offset: 0, panel: 0, length: INNER }] }],
    columns: PANEL,
    panelsPerTask: 1,
    extra: [],
  });
  const elapsed = backend.withScratch(ROWS * ROW_BYTES, (a) =>
    backend.withScratch(ROWS * PANEL * FLOAT, (out) =>
      backend.withScratch(INNER * PANEL * FLOAT, (panels) => {
        backend.fill(a, ROWS * ROW_BYTES, 1);
        backend.fill(panels, INNER * PANEL * FLOAT, 1);
        const start = performance.now();
        runGemm(backend, plan, {
          ...{ a, out, panels, panelBytes: INNER * PANEL * FLOAT, columns: PANEL },
          ...{ outerA: 0, outerOut: 0, blockLength: INNER },
        });
        return performance.now() - start;
      }),
    ),
  );
  backend.heap.free(plan.address);
  return (2 * REPEATS * ROWS * INNER * PANEL) / elapsed / 1e6;
}
