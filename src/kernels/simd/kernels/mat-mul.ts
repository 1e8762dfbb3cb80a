import type * as tf from '@tensorflow/tfjs-core';
import { implement } from '../../kernel.ts';
import { MAT_MUL } from '../../stock-kernels.ts';
import { allFloat, sizeOf } from '../../tensor-info.ts';
import { PANEL, panelCount, planGemm, runGemm } from '../gemm-plan.ts';
import { JOBS, PACK_FILTER_ROWS } from '../jobs.ts';
import type { SimdBackend } from '../simd-backend.ts';
import type { SimdCall, SimdKernel } from './simd-kernel.ts';

const FLOAT = 4;

/** Products of one pair of matrices; batches of pairs stay with the stock kernel. */
function matMul({
  inputs: { a, b },
  attributes: { transposeA, transposeB },
  backend,
}: SimdCall<typeof MAT_MUL>): tf.TensorInfo | undefined {
  const [aRows, aColumns] = a.shape.slice(-2) as [number, number];
  const [bRows, bColumns] = b.shape.slice(-2) as [number, number];
  const rows = transposeA ? aColumns : aRows;
  const inner = transposeA ? aRows : aColumns;
  const columns = transposeB ? bRows : bColumns;
  const single = sizeOf(a) === rows * inner && sizeOf(b) === inner * columns;
  if (!single || rows * inner * columns === 0 || !allFloat(a, b)) return undefined;
  const [left, right] = [backend.address(a), backend.address(b)];
  const rank = Math.max(a.shape.length, b.shape.length);
  const out = backend.allocate([...Array<number>(rank - 2).fill(1), rows, columns]);
  const key = `dense ${rows} ${inner} ${columns}`;
  const tables = backend.tables(key, () =>
    planGemm(backend, {
      groups: [
        { outer: rows, positions: [{ a: 0, out: 0 }], runs: [{ offset: 0, panel: 0, length: inner }] },
      ],
      columns,
      panelsPerTask: 16,
      // The one tap of the filter that a matrix is; the one line of the input that it is when transposed.
      extra: [0],
    }),
  );
  // The transposition fills the last group of four up with zeros.
  const transposedBytes = Math.ceil(inner / 4) * 4 * FLOAT;
  const panelBytes = inner * PANEL * FLOAT;
  backend.withScratch(panelCount(columns) * panelBytes, (panels) => {
    if (transposeB) {
      const args = [right, panels, columns, inner, tables.extra, panelBytes, 1];
      backend.run(JOBS.packFilterTransposed, panelCount(columns), args);
    } else {
      const args = [right, panels, inner, columns, tables.extra, panelBytes];
      backend.run(JOBS.packFilter, Math.ceil(inner / PACK_FILTER_ROWS), args);
    }
    const multiply = (address: number, outerA: number) =>
      runGemm(backend, tables, {
        a: address,
        out: backend.address(out),
        panels,
        panelBytes,
        columns,
        outerA,
        outerOut: columns * FLOAT,
        blockLength: 1024,
      });
    if (transposeA) {
      withTransposed(backend, left, { rows, inner, line: tables.extra, bytes: transposedBytes }, (address) =>
        multiply(address, transposedBytes),
      );
    } else {
      multiply(left, inner * FLOAT);
    }
  });
  return out;
}

/** [inner][rows] as [rows][inner], each row `bytes` long. */
function withTransposed(
  backend: SimdBackend,
  matrix: number,
  { rows, inner, line, bytes }: { rows: number; inner: number; line: number; bytes: number },
  use: (address: number) => void,
): void {
  backend.withScratch(rows * bytes, (address) => {
    const images = bytes / FLOAT;
    backend.run(JOBS.transposeInput, 1, [
      ...[matrix, address, rows, inner, images, rows * FLOAT, 1, line, bytes],
      // No zeros before the one pixel, which is no other than itself by any stride.
      ...[0, 1, 1],
    ]);
    use(address);
  });
}

export const MAT_MUL_KERNELS: readonly SimdKernel[] = [implement(MAT_MUL, matMul)];
