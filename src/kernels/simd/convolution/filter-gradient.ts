import { type Axes, along, sizeAlong } from '../../axes.ts';
import { type ConvolutionGeometry, geometryKey } from '../../convolution-geometry.ts';
import { range } from '../../range.ts';
import {
  BLOCK_LENGTH,
  type GemmPlan,
  PANEL_BYTES,
  panelCount,
  planGemm,
  type RowGroup,
  type Run,
  runGemm,
} from '../gemm-plan.ts';
import { JOBS } from '../jobs.ts';
import type { CachedTables, SimdBackend } from '../simd-backend.ts';
import { winogradFilterGradient, winogradFilterGradientPays } from '../winograd-filter-gradient.ts';
import { apart, FEW_CHANNELS } from './map-layout.ts';

const FLOAT = 4;

interface FilterGradientTables extends CachedTables {
  readonly plan: GemmPlan;
  /** Offset of each input line in the transposed input. */
  readonly lines: number;
  /** Zeros before each line. */
  readonly front: number;
  /** Pixels of one remainder of a line. */
  readonly remainderLength: number;
  /** Bytes of one channel of the transposed input. */
  readonly channelBytes: number;
}

/**
 * Filter gradient: rows are channels, one group for each tap, the sum runs over positions and batch. Input and output
 * gradient are first laid out with the batch innermost, so that a run is at least as long as the batch, even on a map
 * of one pixel. The pixels of a line lie sorted by their remainder by the stride, so that those that one tap meets follow
 * each other and runs of neighbours join. With few channels the rows are taps and channels together, over a padded input.
 */
export function convolutionFilterGradient(
  backend: SimdBackend,
  geometry: ConvolutionGeometry,
  x: number,
  dy: number,
  dFilter: number,
): void {
  if (winogradFilterGradientPays(geometry)) {
    winogradFilterGradient(backend, geometry, { x, dy, dFilter });
    return;
  }
  const { batch, axes, channels, outputs } = geometry;
  const images = Math.ceil(batch / 4) * 4;
  const few = channels < FEW_CHANNELS;
  const tables = backend.tables(`filter gradient ${geometryKey(geometry)}`, () =>
    filterGradientTables(backend, geometry, images, few),
  );
  const { plan, lines, front, remainderLength, channelBytes } = tables;
  const positions = sizeAlong(axes, 'output');
  const panelBytes = positions * images * PANEL_BYTES;
  const [depth, height, width] = along(axes, 'input');
  backend.withScratch(panelCount(outputs) * panelBytes, (panels) =>
    backend.withScratch(channels * channelBytes, (transposed) => {
      backend.run(JOBS.packGradient, positions, [dy, panels, positions, outputs, batch, images, panelBytes]);
      if (few) backend.fill(transposed, channels * channelBytes, 0);
      backend.run(JOBS.transposeInput, depth * height, [
        x,
        transposed,
        channels,
        batch,
        images,
        sizeAlong(axes, 'input') * channels * FLOAT,
        width,
        lines,
        channelBytes,
        front,
        axes[2].stride,
        remainderLength,
      ]);
      runGemm(backend, plan, {
        a: transposed,
        out: dFilter,
        panels,
        panelBytes,
        columns: outputs,
        outerA: channelBytes,
        outerOut: outputs * FLOAT,
        blockLength: BLOCK_LENGTH,
      });
    }),
  );
}

function filterGradientTables(
  backend: SimdBackend,
  geometry: ConvolutionGeometry,
  images: number,
  few: boolean,
): FilterGradientTables {
  const { axes, channels, outputs } = geometry;
  const pixel = images * FLOAT;
  const grid = axes.map((axis) =>
    few
      ? {
          front: axis.pad,
          length: Math.max(axis.pad + axis.input, (axis.output - 1) * axis.stride + axis.kernel),
        }
      : { front: 0, length: axis.input },
  );
  const [gz, gy, gx] = grid as [(typeof grid)[0], (typeof grid)[0], (typeof grid)[0]];
  const { stride } = axes[2];
  const remainderLength = Math.ceil(gx.length / stride);
  const at = (z: number, y: number, x: number) =>
    ((z * gy.length + y) * remainderLength * stride +
      (x % stride) * remainderLength +
      Math.floor(x / stride)) *
    pixel;
  const channelBytes = apart(gz.length * gy.length * remainderLength * stride * pixel);
  const lines = range(axes[0].input).flatMap((z) =>
    range(axes[1].input).map((y) => at(z + gz.front, y + gy.front, 0)),
  );
  const tapBytes = channels * outputs * FLOAT;
  const taps = range(axes[0].kernel).flatMap((z) =>
    range(axes[1].kernel).flatMap((y) => range(axes[2].kernel).map((x) => ({ z, y, x }))),
  );
  const groups: RowGroup[] = few
    ? [
        {
          outer: channels,
          positions: taps.map(({ z, y, x }, tap) => ({ a: at(z, y, x), out: tap * tapBytes })),
          runs: filterGradientRuns(axes, images, (axis, position) => position * axes[axis]!.stride, at),
        },
      ]
    : taps.map(({ z, y, x }, tap) => ({
        outer: channels,
        positions: [{ a: 0, out: tap * tapBytes }],
        runs: filterGradientRuns(
          axes,
          images,
          (axis, position) => {
            const { stride, pad, input } = axes[axis]!;
            const pixel = position * stride - pad + [z, y, x][axis]!;
            return pixel >= 0 && pixel < input ? pixel : undefined;
          },
          at,
        ),
      }));
  const plan = planGemm(backend, { groups, columns: outputs, panelsPerTask: 16, extra: lines });
  return {
    plan,
    address: plan.address,
    lines: plan.extra,
    front: gx.front,
    remainderLength,
    channelBytes,
  };
}

/** Output positions whose input pixel exists, as runs over the batch; neighbours that follow each other are joined. */
function filterGradientRuns(
  axes: Axes,
  images: number,
  source: (axis: number, position: number) => number | undefined,
  at: (z: number, y: number, x: number) => number,
): Run[] {
  const runs: Run[] = [];
  const step = images * FLOAT;
  for (let oz = 0; oz < axes[0].output; oz++) {
    const z = source(0, oz);
    if (z === undefined) continue;
    for (let oy = 0; oy < axes[1].output; oy++) {
      const y = source(1, oy);
      if (y === undefined) continue;
      for (let ox = 0; ox < axes[2].output; ox++) {
        const x = source(2, ox);
        if (x === undefined) continue;
        const offset = at(z, y, x);
        const panel = ((oz * axes[1].output + oy) * axes[2].output + ox) * images * PANEL_BYTES;
        const last = runs[runs.length - 1];
        if (
          last &&
          last.offset + last.length * FLOAT === offset &&
          last.panel + last.length * PANEL_BYTES === panel &&
          last.length * FLOAT + step <= BLOCK_LENGTH * FLOAT
        ) {
          runs[runs.length - 1] = { ...last, length: last.length + images };
        } else {
          runs.push({ offset, panel, length: images });
        }
      }
    }
  }
  return runs;
}
