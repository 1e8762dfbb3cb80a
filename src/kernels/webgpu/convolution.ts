import { along, sizeAlong } from '../axes.ts';
import { type ConvolutionGeometry, geometryKey } from '../convolution-geometry.ts';
import {
  countActiveTaps,
  type Direction,
  flatTapTable,
  MOST_TAPS,
  positionTable,
  sortedPositions,
  tapPairTable,
  tileTapTable,
} from './convolution-plan.ts';
import { spread } from './dispatch.ts';
import type { Format } from './element-format.ts';
import { addPartsShader, filterGradientShader } from './filter-gradient-shader.ts';
import { gatherGemmShader } from './gather-gemm-shader.ts';
import type { Stored } from './tensor-data.ts';
import type { Product } from './tile-choice.ts';
import { type ProductSize, rowTiles, SLICE, tileColumns, tileRows } from './tiles.ts';
import { words } from './uniform-words.ts';
import type { WebgpuBackend } from './webgpu-backend.ts';

/** Workgroups of a filter gradient, counted in tiles of 64 × 64, up to which its sum is split. */
const WANTED_GROUPS = 512;
/** Shortest piece of a split sum: shorter ones cost more to write and add than they save. */
const SHORTEST_PIECE = 8 * SLICE;
/** Most bytes that the parts of a split sum may take. */
const MOST_PART_BYTES = 64 * 2 ** 20;

/** Formats as a part of a key; floats, which most products have, are not said. */
function suffixOf(formats: Readonly<Record<string, Format>>): string {
  return Object.values(formats)
    .map((format) => (format === 'float' ? '' : ` ${format}`))
    .join('');
}

/** Whether both maps lie in memory as vectors of four channels. */
export function inVectors({ channels, outputs }: ConvolutionGeometry): boolean {
  return channels % 4 === 0 && outputs % 4 === 0;
}

/** Whether a product works on vectors of four channels: a flat one gathers single values, and its results alone fill them. */
function fillsVectors(geometry: ConvolutionGeometry, flat: boolean): boolean {
  return flat ? geometry.outputs % 4 === 0 : inVectors(geometry);
}

/** Whether these kernels can do it. */
export function fitsOurKernels({ axes }: ConvolutionGeometry): boolean {
  return axes.every(({ kernel }) => kernel <= MOST_TAPS);
}

/** y = x * filter; x [N, D, H, W, C], filter [kD, kH, kW, C, O], y [N, D', H', W', O]. */
export function convolutionForward(
  backend: WebgpuBackend,
  geometry: ConvolutionGeometry,
  x: Stored,
  filter: GPUBufferBinding,
  y: Stored,
): void {
  gatherGemm(backend, geometry, 'forward', x, filter, y);
}

/** Gradient of the sum of dy · y by x. */
export function convolutionInputGradient(
  backend: WebgpuBackend,
  geometry: ConvolutionGeometry,
  dy: Stored,
  filter: GPUBufferBinding,
  dx: Stored,
): void {
  gatherGemm(backend, geometry, 'input-gradient', dy, filter, dx);
}

function gatherGemm(
  backend: WebgpuBackend,
  geometry: ConvolutionGeometry,
  direction: Direction,
  source: Stored,
  filter: GPUBufferBinding,
  result: Stored,
): void {
  const bindings = [source.binding, filter, result.binding];
  const { batch, axes, channels, outputs } = geometry;
  const forward = direction === 'forward';
  const flat = forward && channels % 4 !== 0;
  const [summed, columns] = forward ? [channels, outputs] : [outputs, channels];
  const depth = flat ? summed * sizeAlong(axes, 'kernel') : summed;
  const positions = sizeAlong(axes, forward ? 'output' : 'input');
  const side = forward ? 'input' : 'output';
  const size: ProductSize = {
    ...{ rows: positions * batch, rowGroups: 1, columns, splits: 1 },
    vectors: fillsVectors(geometry, flat),
  };
  const key = `${direction} ${geometryKey(geometry)}`;
  const formats = { source: source.format, result: result.format };
  runProduct(backend, bindings, {
    key: `${key}${suffixOf(formats)}`,
    size,
    bufferBytes: bindings.map((binding) => binding.size!),
    dispatch(tile, [source, filter, result]) {
      const variant = { tile, direction, flat, ...formats };
      const sorted = () => sortedPositions(geometry, direction);
      const places = backend.table(`${key} positions`, () => positionTable(sorted()));
      const taps = flat
        ? backend.table(`${key} flat`, () => flatTapTable(geometry))
        : backend.table(`${key} taps ${tileRows(tile)}`, () =>
            tileTapTable(geometry, sorted(), tileRows(tile)),
          );
      return {
        program: {
          key: `gather ${Object.values({ ...variant, tile: tile.name }).join()}`,
          code: () => gatherGemmShader(variant),
        },
        bindings: [source!, filter!, places, taps, result!],
        uniforms: words(
          ...[batch, positions * batch, depth, columns],
          ...along(axes, side),
          ...[summed, positions, sizeAlong(axes, side) * summed, strideOf(geometry), 0],
        ),
        workgroups: [Math.ceil(columns / tileColumns(tile)), rowTiles(size, tile), 1],
      };
    },
  });
}

function runProduct(backend: WebgpuBackend, bindings: readonly GPUBufferBinding[], product: Product): void {
  backend.dispatch(product.dispatch(backend.tiles.tileFor(product), bindings));
}

/** The input gradient divides by one stride; the axes of length one in 2D have stride 1 and divide evenly by any. */
function strideOf({ axes }: ConvolutionGeometry): number {
  return axes[2].stride;
}

/** Gradient of the sum of dy · y by the filter. */
export function convolutionFilterGradient(
  backend: WebgpuBackend,
  geometry: ConvolutionGeometry,
  x: Stored,
  dy: Stored,
  dFilter: GPUBufferBinding,
): void {
  const { batch, axes, channels, outputs } = geometry;
  const taps = sizeAlong(axes, 'kernel');
  const outputPositions = sizeAlong(axes, 'output');
  const flat = channels % 4 !== 0;
  const active = flat ? 1 : countActiveTaps(geometry);
  const [rows, rowGroups] = flat ? [taps * channels, 1] : [channels, active];
  const splits = splitsFor({ rows, rowGroups, columns: outputs, length: outputPositions * batch });
  const size: ProductSize = {
    ...{ rows, rowGroups, columns: outputs, splits },
    vectors: fillsVectors(geometry, flat),
  };
  const key = `filter-gradient ${geometryKey(geometry)}`;
  const formats = { source: x.format, gradient: dy.format };
  const length = taps * channels * outputs;
  const multiply = (result: GPUBufferBinding) => {
    // At small maps most taps meet padding only: one of nine, or of 27, is left where the map is one pixel.
    if (!flat && active < taps) backend.clear(result);
    runProduct(backend, [x.binding, dy.binding, result], {
      key: `${key}${suffixOf(formats)}`,
      size,
      bufferBytes: [x.binding.size!, dy.binding.size!, result.size!],
      dispatch(tile, [x, dy, result]) {
        const variant = { tile, flat, manyImages: batch >= SLICE, ...formats };
        const places = flat
          ? backend.table(`${key} positions`, () => positionTable(sortedPositions(geometry, 'forward')))
          : backend.table(`${key} pairs`, () => tapPairTable(geometry));
        const flatTaps = flat ? [backend.table(`${key} flat`, () => flatTapTable(geometry))] : [];
        return {
          program: {
            key: `filter ${Object.values({ ...variant, tile: tile.name }).join()}`,
            code: () => filterGradientShader(variant),
          },
          bindings: [x!, dy!, places, result!, ...flatTaps],
          uniforms: words(
            ...[batch, rows, outputs, splits],
            ...along(axes, 'input'),
            ...[channels, sizeAlong(axes, 'input') * channels, outputPositions],
            ...[rowTiles({ ...size, rowGroups: 1 }, tile), flat ? 1 : taps, active],
          ),
          workgroups: [Math.ceil(outputs / tileColumns(tile)), rowTiles(size, tile), splits],
        };
      },
    });
  };
  if (splits === 1) {
    multiply(dFilter);
    return;
  }
  backend.withScratch(splits * length * 4, (buffer) => {
    const parts = { buffer, offset: 0, size: splits * length * 4 };
    multiply(parts);
    const vector = length % 4 === 0;
    const count = vector ? length / 4 : length;
    backend.dispatch({
      program: { key: `add-parts ${vector}`, code: () => addPartsShader(vector) },
      bindings: [parts, dFilter],
      uniforms: words(count, splits),
      workgroups: spread(Math.ceil(count / 64)),
    });
  });
}

/**
 * Pieces of a filter gradient's sum: enough workgroups for a device where the filter alone has too few tiles. It
 * depends on the shape only, not on the tile, so that a choice of tile changes no bit of the result.
 */
export function splitsFor({
  rows,
  rowGroups,
  columns,
  length,
}: Omit<ProductSize, 'splits' | 'vectors'> & { readonly length: number }): number {
  const groups = rowGroups * Math.ceil(rows / 64) * Math.ceil(columns / 64);
  const byMemory = Math.floor(MOST_PART_BYTES / (4 * rows * rowGroups * columns));
  return Math.max(
    1,
    Math.min(Math.ceil(WANTED_GROUPS / groups), Math.floor(length / SHORTEST_PIECE), byMemory),
  );
}
