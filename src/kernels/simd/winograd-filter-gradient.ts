import { type Axes, along, sizeAlong } from '../axes.ts';
import { type ConvolutionGeometry, geometryKey } from '../convolution-geometry.ts';
import { range } from '../range.ts';
import { apart } from './convolution/map-layout.ts';
import {
  BLOCK_LENGTH,
  type GemmPlan,
  PANEL_BYTES,
  panelCount,
  planGemm,
  type Run,
  runGemm,
} from './gemm-plan.ts';
import { GRADIENT_TILES, JOBS } from './jobs.ts';
import type { CachedTables, SimdBackend } from './simd-backend.ts';
import { canBeWinograd, MARGIN, POINTS, PRODUCTS_PER_CYCLE, productsAlong, tilesAlong } from './winograd.ts';

const FLOAT = 4;
/** Bytes of transformed maps at once: so many images as fit, one at least. 2 and 8 MB took the same time. */
const CHUNK_BYTES = 4 * 2 ** 20;

/**
 * Cycles of the transforms: of an input, for each tile and channel; of an output gradient, for each tile and column; of a
 * sum, for each pair of channels and plane of the filter. Measured on one thread, as times of the micro-kernel's peak; with
 * them the model chooses as docs/performance.md shows.
 */
const INPUT_CYCLES = 45;
const OUTPUT_CYCLES = 28;
const RESULT_CYCLES = 16;

/** Whether the filter gradient can be done this way, and by the cost model faster than directly without the padded taps. */
export function winogradFilterGradientPays({ batch, axes, channels, outputs }: ConvolutionGeometry): boolean {
  if (!canBeWinograd({ axes, rows: channels, columns: outputs })) return false;
  const [depth, height, width] = axes;
  const pairs = channels * outputs;
  const planes = batch * productsAlong(depth);
  const direct = (planes * productsAlong(height) * productsAlong(width) * pairs) / PRODUCTS_PER_CYCLE;
  const tiles = tilesAlong(height) * tilesAlong(width);
  const ours =
    (planes * tiles * POINTS * pairs) / PRODUCTS_PER_CYCLE +
    batch * tiles * (depth.input * INPUT_CYCLES * channels + depth.output * OUTPUT_CYCLES * outputs) +
    depth.kernel * RESULT_CYCLES * pairs;
  return ours * MARGIN < direct;
}

interface ChunkTables extends CachedTables {
  readonly plan: GemmPlan;
}

/**
 * Filter gradient by Winograd's way (assembly/winograd-filter-gradient.ts): input and output gradient are transformed,
 * so many images at a time, and their products are summed over all tiles and images.
 *
 * @param x [batch, spatial axes, channels]
 * @param dy [batch, spatial axes, outputs]
 * @param dFilter [kernel's axes, channels, outputs]
 */
export function winogradFilterGradient(
  backend: SimdBackend,
  geometry: ConvolutionGeometry,
  { x, dy, dFilter }: { x: number; dy: number; dFilter: number },
): void {
  const { batch, axes, channels, outputs } = geometry;
  const planes = axes[0].kernel;
  const sumBytes = planes * POINTS * channels * outputs * FLOAT;
  backend.withScratch(sumBytes, (sums) => {
    const images = chunkImages(geometry);
    for (let first = 0; first < batch; first += images) {
      addChunk(backend, geometry, Math.min(images, batch - first), {
        x: x + first * sizeAlong(axes, 'input') * channels * FLOAT,
        dy: dy + first * sizeAlong(axes, 'output') * outputs * FLOAT,
        sums,
        accumulate: first > 0,
      });
    }
    backend.run(JOBS.winogradGradientResult, planes * channels, [sums, dFilter, channels, outputs]);
  });
}

/** How many images are done at once. */
function chunkImages({ batch, axes, channels, outputs }: ConvolutionGeometry): number {
  const [depth, height, width] = axes;
  const tiles = tilesAlong(height) * tilesAlong(width);
  const bytes = POINTS * tiles * (depth.input * channels + depth.output * outputs) * FLOAT;
  const most = Math.max(1, Math.floor(CHUNK_BYTES / bytes));
  return Math.ceil(batch / Math.ceil(batch / most));
}

function addChunk(
  backend: SimdBackend,
  geometry: ConvolutionGeometry,
  images: number,
  { x, dy, sums, accumulate }: { x: number; dy: number; sums: number; accumulate: boolean },
): void {
  const { axes, channels, outputs } = geometry;
  const [depth, height, width] = axes;
  const [tilesY, tilesX] = [tilesAlong(height), tilesAlong(width)];
  const tiles = images * tilesY * tilesX;
  const padded = Math.ceil(tiles / 4) * 4;
  const blocks = Math.ceil(padded / GRADIENT_TILES);
  const channelBytes = apart(depth.input * padded * FLOAT);
  const pointBytes = channels * channelBytes;
  const panelPointBytes = depth.output * padded * PANEL_BYTES;
  const { plan } = backend.tables<ChunkTables>(
    `winograd filter gradient ${images} ${geometryKey(geometry)}`,
    () => planChunk(backend, geometry, { padded, pointBytes, panelPointBytes }),
  );
  const pixelBytes = channels * FLOAT;
  backend.withScratch(pixelBytes + POINTS * pointBytes, (zeros) =>
    backend.withScratch(panelCount(outputs) * POINTS * panelPointBytes, (panels) => {
      const inputs = zeros + pixelBytes;
      backend.fill(zeros, pixelBytes, 0);
      backend.run(JOBS.winogradGradientInputs, depth.input * blocks, [
        ...[x, inputs, zeros, channels],
        ...along(axes, 'input'),
        ...[height.pad, width.pad, tilesY, tilesX, tiles, padded, channelBytes, pointBytes],
      ]);
      backend.run(JOBS.winogradGradientOutputs, depth.output * blocks, [
        ...[dy, panels, outputs],
        ...along(axes, 'output'),
        ...[tilesY, tilesX, tiles, padded, panelPointBytes],
      ]);
      runGemm(backend, plan, {
        a: inputs,
        out: sums,
        panels,
        panelBytes: POINTS * panelPointBytes,
        columns: outputs,
        outerA: channelBytes,
        outerOut: outputs * FLOAT,
        blockLength: BLOCK_LENGTH,
        accumulate,
      });
    }),
  );
}

/** For each point and plane of the filter one product, whose sum runs over the tiles of the planes that meet. */
function planChunk(
  backend: SimdBackend,
  { axes, channels, outputs }: ConvolutionGeometry,
  { padded, pointBytes, panelPointBytes }: { padded: number; pointBytes: number; panelPointBytes: number },
): ChunkTables {
  const groups = range(axes[0].kernel).flatMap((plane) =>
    range(POINTS).map((point) => ({
      outer: channels,
      positions: [{ a: 0, out: (plane * POINTS + point) * channels * outputs * FLOAT }],
      runs: runsOf(axes, plane, padded).map(({ offset, panel, length }) => ({
        offset: point * pointBytes + offset,
        panel: point * panelPointBytes + panel,
        length,
      })),
    })),
  );
  const plan = planGemm(backend, { groups, columns: outputs, panelsPerTask: 16, extra: [] });
  return { plan, address: plan.address };
}

/** The output planes that this plane of the filter brings to the input: one stretch, cut into blocks. */
function runsOf([depth]: Axes, plane: number, padded: number): Run[] {
  const from = Math.max(0, depth.pad - plane);
  const to = Math.min(depth.output, depth.input + depth.pad - plane);
  const first = (from - depth.pad + plane) * padded;
  const length = (to - from) * padded;
  return range(Math.ceil(length / BLOCK_LENGTH)).map((block) => {
    const start = block * BLOCK_LENGTH;
    return {
      offset: (first + start) * FLOAT,
      panel: (from * padded + start) * PANEL_BYTES,
      length: Math.min(BLOCK_LENGTH, length - start),
    };
  });
}
