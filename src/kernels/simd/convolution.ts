import {
  type Axis,
  type AxisClass,
  type ConvolutionGeometry,
  forwardClasses,
  inputGradientClasses,
  range,
} from '../convolution-geometry.ts';
import { type GemmPlan, PANEL, panelCount, planGemm, type RowGroup, type Run, runGemm } from './gemm-plan.ts';
import { JOBS, PACK_FILTER_ROWS } from './jobs.ts';
import type { CachedTables, SimdBackend } from './simd-backend.ts';
import { type WinogradShape, winogradConvolution, winogradPays } from './winograd.ts';

const FLOAT = 4;
const PANEL_BYTES = PANEL * FLOAT;
/** Below this many channels a tap is too short a run; then a whole filter row is one run over a padded input. */
const FEW_CHANNELS = 8;
const UNBLOCKED = 0x7fff_ffff;
/** Products of the filter gradient's sum that are done at once: rows and panels of a task then fit 512 KiB. */
const BLOCK_LENGTH = 512;

/** How an input map lies in memory, in bytes. */
interface MapLayout {
  readonly pixel: number;
  readonly line: number;
  readonly image: number;
  /** Zeros before each line, already part of `line`. */
  readonly front: number;
  /** Whether this differs from the tensor's own layout, so that it must be copied. */
  readonly copied: boolean;
}

/** Rows a multiple of this far apart lie in one way of the first-level cache, as far as its predictor can tell. */
const ALIAS = 4096;
const LINE = 64;

/** Layout of a tensor [n, d, h, w, c] that the tile reads; gaps are put in where its strides would collide. */
function mapLayout(lengths: readonly number[], channels: number, batch: number): MapLayout {
  const [depth, height, width] = lengths as [number, number, number];
  const tight = channels * FLOAT;
  const pixel = tight % (ALIAS / 2) === 0 && width * height * depth > 1 ? tight + LINE : tight;
  const line = pixel * width;
  const lines = line * height * depth;
  const image = batch > 1 && lines % (ALIAS / 2) === 0 ? lines + LINE : lines;
  return { pixel, line, image, front: 0, copied: image !== tight * width * height * depth };
}

/** Layout for few channels: every line is padded, so that no tap of the last axis is ever outside. */
function paddedLayout(axes: readonly [Axis, Axis, Axis], channels: number, batch: number): MapLayout {
  const [depth, height, width] = axes;
  const pixel = channels * FLOAT;
  const padded = Math.max(width.pad + width.input, (width.output - 1) * width.stride + width.kernel);
  const line = padded * pixel;
  const lines = line * height.input * depth.input;
  const image = batch > 1 && lines % (ALIAS / 2) === 0 ? lines + LINE : lines;
  return { pixel, line, image, front: width.pad * pixel, copied: true };
}

interface ForwardTables extends CachedTables {
  readonly plan: GemmPlan;
  readonly taps: number;
  readonly tapCount: number;
  /** Filter rows of one tap: channels, or kernel width times channels where a filter row is one run. */
  readonly rows: number;
  readonly layout: MapLayout;
}

function planWithTaps(
  backend: SimdBackend,
  taps: readonly number[],
  groups: readonly RowGroup[],
  columns: number,
): { plan: GemmPlan; taps: number } {
  const plan = planGemm(backend, { groups, columns, panelsPerTask: UNBLOCKED, extra: taps });
  return { plan, taps: plan.extra };
}

function lengthsOf(axes: readonly [Axis, Axis, Axis], of: 'input' | 'output' | 'kernel'): number[] {
  return axes.map((axis) => axis[of]);
}

/** Row groups of a gathered product: every combination of the three axes' classes. */
function gatherGroups(
  classes: readonly (readonly AxisClass[])[],
  kernels: readonly number[],
  gathered: Pick<MapLayout, 'pixel' | 'line'> & { readonly height: number },
  result: { readonly lengths: readonly number[]; readonly pixel: number },
  runLength: number,
  batch: number,
): { groups: RowGroup[]; taps: number[] } {
  const [zs, ys, xs] = classes as [AxisClass[], AxisClass[], AxisClass[]];
  const plane = gathered.line * gathered.height;
  const slots = new Map<number, number>();
  const slotOf = (tap: number) => {
    const slot = slots.get(tap) ?? slots.size;
    slots.set(tap, slot);
    return slot;
  };
  const groups: RowGroup[] = [];
  for (const z of zs) {
    for (const y of ys) {
      for (const x of xs) {
        const runs: Run[] = [];
        for (const tz of z.taps) {
          for (const ty of y.taps) {
            for (const tx of x.taps) {
              const tap = (tz.tap * kernels[1]! + ty.tap) * kernels[2]! + tx.tap;
              const offset = tz.offset * plane + ty.offset * gathered.line + tx.offset * gathered.pixel;
              runs.push({ offset, panel: slotOf(tap) * runLength * PANEL_BYTES, length: runLength });
            }
          }
        }
        const positions = z.positions.flatMap((pz, i) =>
          y.positions.flatMap((py, j) =>
            x.positions.map((px, k) => ({
              a: z.bases[i]! * plane + y.bases[j]! * gathered.line + x.bases[k]! * gathered.pixel,
              out: ((pz * result.lengths[1]! + py) * result.lengths[2]! + px) * result.pixel,
            })),
          ),
        );
        groups.push({ runs, positions, outer: batch });
      }
    }
  }
  return { groups, taps: [...slots.keys()] };
}

function geometryKey({ batch, axes, channels, outputs }: ConvolutionGeometry): string {
  return `${batch};${axes.map((a) => Object.values(a).join()).join(';')};${channels};${outputs}`;
}

/** Forward convolution: rows are output positions, runs are taps, the panels are the filter's. */
export function convolutionForward(
  backend: SimdBackend,
  geometry: ConvolutionGeometry,
  x: number,
  filter: number,
  y: number,
): void {
  const { batch, axes, channels, outputs } = geometry;
  const winograd = { batch, axes: [axes[1], axes[2]], rows: channels, columns: outputs } as const;
  if (isPlane(axes) && winogradPays(winograd)) {
    winogradConvolution(backend, winograd, { x, filter, y, transposed: false });
    return;
  }
  const tables = backend.tables(`forward ${geometryKey(geometry)}`, () => forwardTables(backend, geometry));
  const { plan, taps, tapCount, rows, layout } = tables;
  const panelBytes = tapCount * rows * PANEL_BYTES;
  backend.withScratch(panelCount(outputs) * panelBytes, (panels) => {
    backend.run(JOBS.packFilter, tapCount * Math.ceil(rows / PACK_FILTER_ROWS), [
      filter,
      panels,
      rows,
      outputs,
      taps,
      panelBytes,
    ]);
    withLayout(backend, layout, lengthsOf(axes, 'input'), channels, batch, x, (a) =>
      runGemm(backend, plan, {
        a,
        out: y,
        panels,
        panelBytes,
        columns: outputs,
        outerA: layout.image,
        outerOut: size(axes, 'output') * outputs * FLOAT,
        blockLength: UNBLOCKED,
      }),
    );
  });
}

function forwardTables(backend: SimdBackend, geometry: ConvolutionGeometry): ForwardTables {
  const { batch, axes, channels, outputs } = geometry;
  const few = channels < FEW_CHANNELS && axes[2].kernel > 1;
  const layout = few
    ? paddedLayout(axes, channels, batch)
    : mapLayout(lengthsOf(axes, 'input'), channels, batch);
  const rows = few ? axes[2].kernel * channels : channels;
  const last: AxisClass[] = few
    ? [
        {
          positions: range(axes[2].output),
          bases: range(axes[2].output).map((position) => position * axes[2].stride),
          taps: [{ tap: 0, offset: 0 }],
        },
      ]
    : forwardClasses(axes[2]);
  const { groups, taps } = gatherGroups(
    [forwardClasses(axes[0]), forwardClasses(axes[1]), last],
    [axes[0].kernel, axes[1].kernel, few ? 1 : axes[2].kernel],
    { ...layout, height: axes[1].input },
    { lengths: lengthsOf(axes, 'output'), pixel: outputs * FLOAT },
    rows,
    batch,
  );
  const planned = planWithTaps(backend, taps, groups, outputs);
  return { ...planned, address: planned.plan.address, tapCount: taps.length, rows, layout };
}

/** Input gradient: rows are input positions, runs are the taps that reached them, the panels the transposed filter. */
export function convolutionInputGradient(
  backend: SimdBackend,
  geometry: ConvolutionGeometry,
  dy: number,
  filter: number,
  dx: number,
): void {
  const { batch, axes, channels, outputs } = geometry;
  const winograd: WinogradShape = {
    batch,
    axes: [transposedAxis(axes[1]), transposedAxis(axes[2])],
    rows: outputs,
    columns: channels,
  };
  if (isPlane(axes) && winogradPays(winograd)) {
    winogradConvolution(backend, winograd, { x: dy, filter, y: dx, transposed: true });
    return;
  }
  const tables = backend.tables(`input gradient ${geometryKey(geometry)}`, () => {
    const layout = mapLayout(lengthsOf(axes, 'output'), outputs, batch);
    const { groups, taps } = gatherGroups(
      axes.map(inputGradientClasses),
      lengthsOf(axes, 'kernel'),
      { ...layout, height: axes[1].output },
      { lengths: lengthsOf(axes, 'input'), pixel: channels * FLOAT },
      outputs,
      batch,
    );
    const planned = planWithTaps(backend, taps, groups, channels);
    return { ...planned, address: planned.plan.address, tapCount: taps.length, rows: outputs, layout };
  });
  const { plan, taps, tapCount, layout } = tables;
  const panelBytes = tapCount * outputs * PANEL_BYTES;
  backend.withScratch(panelCount(channels) * panelBytes, (panels) => {
    backend.run(JOBS.packFilterTransposed, panelCount(channels) * tapCount, [
      filter,
      panels,
      channels,
      outputs,
      taps,
      panelBytes,
      tapCount,
    ]);
    withLayout(backend, layout, lengthsOf(axes, 'output'), outputs, batch, dy, (a) =>
      runGemm(backend, plan, {
        a,
        out: dx,
        panels,
        panelBytes,
        columns: channels,
        outerA: layout.image,
        outerOut: size(axes, 'input') * channels * FLOAT,
        blockLength: UNBLOCKED,
      }),
    );
  });
}

function isPlane([depth]: readonly [Axis, Axis, Axis]): boolean {
  return depth.input === 1 && depth.kernel === 1;
}

/** The input gradient of stride 1 as a forward convolution over the output gradient. */
function transposedAxis({ input, output, kernel, stride, pad }: Axis): Axis {
  return { input: output, output: input, kernel, stride, pad: kernel - 1 - pad };
}

function withLayout(
  backend: SimdBackend,
  layout: MapLayout,
  lengths: readonly number[],
  channels: number,
  batch: number,
  source: number,
  use: (address: number) => void,
): void {
  if (!layout.copied) {
    use(source);
    return;
  }
  const [depth, height, width] = lengths as [number, number, number];
  backend.withScratch(batch * layout.image, (copy) => {
    // Copied pixel by pixel where pixels have gaps, else line by line.
    const gaps = layout.pixel !== channels * FLOAT;
    backend.run(JOBS.copyLines, batch, [
      source,
      copy,
      depth * height * (gaps ? width : 1),
      channels * FLOAT * (gaps ? 1 : width),
      layout.front,
      gaps ? layout.pixel : layout.line,
      layout.image,
    ]);
    use(copy);
  });
}

function size(axes: readonly [Axis, Axis, Axis], of: 'input' | 'output' | 'kernel'): number {
  return axes[0][of] * axes[1][of] * axes[2][of];
}

interface FilterGradientTables extends CachedTables {
  readonly plan: GemmPlan;
  /** Offset of each input line in the transposed input. */
  readonly lines: number;
  /** Bytes of one channel of the transposed input. */
  readonly channelBytes: number;
}

/**
 * Filter gradient: rows are channels, one group for each tap, the sum runs over positions and batch. Input and output
 * gradient are first laid out with the batch innermost, so that a run is at least as long as the batch, even on a map
 * of one pixel. With few channels the rows are taps and channels together, over a padded input.
 */
export function convolutionFilterGradient(
  backend: SimdBackend,
  geometry: ConvolutionGeometry,
  x: number,
  dy: number,
  dFilter: number,
): void {
  const { batch, axes, channels, outputs } = geometry;
  const images = Math.ceil(batch / 4) * 4;
  const few = channels < FEW_CHANNELS;
  const tables = backend.tables(`filter gradient ${geometryKey(geometry)}`, () =>
    filterGradientTables(backend, geometry, images, few),
  );
  const { plan, lines, channelBytes } = tables;
  const positions = size(axes, 'output');
  const panelBytes = positions * images * PANEL_BYTES;
  const [depth, height, width] = lengthsOf(axes, 'input') as [number, number, number];
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
        size(axes, 'input') * channels * FLOAT,
        width,
        lines,
        channelBytes,
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
  const at = (z: number, y: number, x: number) => ((z * gy.length + y) * gx.length + x) * pixel;
  const channelBytes = apart(gz.length * gy.length * gx.length * pixel);
  const lines = range(axes[0].input).flatMap((z) =>
    range(axes[1].input).map((y) => at(z + gz.front, y + gy.front, gx.front)),
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
  return { plan, address: plan.address, lines: plan.extra, channelBytes };
}

/** Output positions whose input pixel exists, as runs over the batch; neighbours that follow each other are joined. */
function filterGradientRuns(
  axes: readonly [Axis, Axis, Axis],
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

/** The smallest stride from `bytes` on at which six rows do not collide in the first-level cache. */
function apart(bytes: number): number {
  let stride = bytes;
  const collides = (rows: number) => {
    const distance = (rows * stride) % ALIAS;
    return Math.min(distance, ALIAS - distance) < LINE;
  };
  while ([1, 2, 3, 4, 5].some(collides)) stride += LINE;
  return stride;
}
