import { range } from '../range.ts';
import { elementsOf, type Format, HALF_FUNCTIONS } from './element-format.ts';
import {
  multiplySlices,
  productCode,
  type SideLoading,
  type Slices,
  slicePitches,
} from './product-shader.ts';
import { SLICE, type Tile, tileColumns, tileRows, tileThreads } from './tiles.ts';

/** What decides the code of one product. */
export interface FilterGradientVariant {
  readonly tile: Tile;
  /** Rows run over (tap, channel) as one axis: for few input channels. */
  readonly flat: boolean;
  /** Whether a slice holds the images of two positions at most: who has more to count needs divisions for each value. */
  readonly manyImages: boolean;
  readonly source: Format;
  readonly gradient: Format;
}

/**
 * Gradient of a filter as a matrix product: a row is one input channel of one tap, a column one output channel, and the
 * sum runs over the positions and images where the tap meets a pixel (a table lists them, so that padding costs
 * nothing; what belongs to taps that meet none is left as it was). The sum is cut into `splits` pieces that workgroups take side by side; each writes its own part of the
 * result and another program adds the parts in order, so that the same input always gives the same bits.
 */
export function filterGradientShader({ tile, flat, manyImages, ...formats }: FilterGradientVariant): string {
  const vector = tile.lanes === 'vector';
  const width = vector ? 4 : 1;
  const type = vector ? 'vec4f' : 'f32';
  // Few channels do not lie in vectors, whatever the gradient does.
  const source = elementsOf(vector && !flat, formats.source);
  const gradient = elementsOf(vector, formats.gradient);
  const code = productCode(tile, 'float');
  const pitch = slicePitches(tile);
  const [leftUnits, rightUnits] = [tileRows(tile) / width, tileColumns(tile) / width];
  // Of the pair of positions and the image that a place of the sum stands for.
  const counted = manyImages
    ? `let over = image0 + k;
      let wraps = u32(over >= p.batch);
      let pair = pair0 + wraps;
      let image = over - wraps * p.batch;`
    : `let pair = (k0 + k) / p.batch;
      let image = (k0 + k) % p.batch;`;
  const left: SideLoading = {
    blocks: SLICE * leftUnits,
    values: ['pixels'],
    locate: `let k = block / ${leftUnits}u;
      let unit = block % ${leftUnits}u;`,
    fetch: `if (k0 + k < last) {
      ${counted}
      ${
        flat
          ? `let base = places[pair].xyz;
      pixels = ${type}(${range(width)
        .map((row) => `gathered(base, image, packed${row})`)
        .join(', ')});`
          : `pixels = source_value(places[firstPair + 2u * pair], image, tileRow + unit * ${width}u);`
      }
      }`,
    store: `left[k * ${pitch.left}u + unit] = pixels;`,
  };
  const right: SideLoading = {
    blocks: SLICE * rightUnits,
    values: ['slope'],
    locate: `let k = block / ${rightUnits}u;
      let unit = block % ${rightUnits}u;`,
    fetch: `if (k0 + k < last) {
      ${counted}
      let position = ${flat ? 'u32(places[pair].w)' : 'places[firstPair + 2u * pair + 1u]'};
      slope = gradient_value(position, image, tileColumn + unit * ${width}u);
      }`,
    store: `right[k * ${pitch.right}u + unit] = slope;`,
  };
  const slices: Slices = {
    begin: `var k0 = group.z * piece;
  ${manyImages ? 'var pair0 = k0 / p.batch;\n  var image0 = k0 % p.batch;' : ''}`,
    more: 'k0 < last',
    next: `k0 += ${SLICE}u;
    ${manyImages ? `image0 += ${SLICE}u;\n    if (image0 >= p.batch) { image0 -= p.batch; pair0++; }` : ''}`,
  };

  return /* wgsl */ `${HALF_FUNCTIONS}
struct Params {
  batch: u32, rows: u32, columns: u32, splits: u32,
  mapDepth: i32, mapHeight: i32, mapWidth: i32, channels: u32,
  inputSize: u32, outputPositions: u32, rowTiles: u32, taps: u32,
  activeTaps: u32,
}
@group(0) @binding(0) var<storage, read> source: array<${source.stored}>;
@group(0) @binding(1) var<storage, read> gradient: array<${gradient.stored}>;
@group(0) @binding(2) var<storage, read> places: array<${flat ? 'vec4i' : 'u32'}>;
@group(0) @binding(3) var<storage, read_write> result: array<${type}>;
${
  flat
    ? `@group(0) @binding(4) var<storage, read> flatTaps: array<u32>;
@group(0) @binding(5) var<uniform> p: Params;`
    : '@group(0) @binding(4) var<uniform> p: Params;'
}
${code.memory}
${flat ? 'const NONE = 0xffffffffu;' : ''}
${
  flat
    ? `
/** Where a row's tap lies in its window, and its channel; NONE for rows beyond the last. */
fn packed_tap(row: u32) -> u32 { return select(NONE, flatTaps[min(row, p.rows - 1u)], row < p.rows); }
fn gathered(base: vec3i, image: u32, packed: u32) -> f32 {
  let at = base + vec3i(vec3u(packed, packed >> 5u, packed >> 10u) & vec3u(31u));
  if (packed == NONE || any(at < vec3i(0)) || any(at >= vec3i(p.mapDepth, p.mapHeight, p.mapWidth))) { return 0; }
  let pixel = u32((at.x * p.mapHeight + at.y) * p.mapWidth + at.z);
  return ${source.load('source', 'image * p.inputSize + pixel * p.channels + (packed >> 15u)')};
}`
    : `
fn source_value(pixel: u32, image: u32, row: u32) -> ${type} {
  if (row >= p.rows) { return ${type}(); }
  return ${source.load('source', `(image * p.inputSize + pixel * p.channels + row) / ${width}u`)};
}`
}
fn gradient_value(position: u32, image: u32, column: u32) -> ${type} {
  if (column >= p.columns) { return ${type}(); }
  return ${gradient.load('gradient', `((image * p.outputPositions + position) * p.columns + column) / ${width}u`)};
}

@compute @workgroup_size(${tileThreads(tile)})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lid: u32) {
  let tileColumn = group.x * ${tileColumns(tile)}u;
  let threadColumn = lid % ${tile.threadColumns}u;
  let threadRow = lid / ${tile.threadColumns}u;
  ${
    flat
      ? `let tap = 0u;
  let firstPair = 0u;
  let tileRow = group.y * ${tileRows(tile)}u;
  let length = p.outputPositions * p.batch;`
      : `let list = group.y / p.rowTiles;
  let tap = places[p.activeTaps + 1u + list];
  let tileRow = group.y % p.rowTiles * ${tileRows(tile)}u;
  let firstPair = places[list];
  let length = (places[list + 1u] - firstPair) / 2u * p.batch;`
  }
  let piece = (length + p.splits * ${SLICE}u - 1u) / (p.splits * ${SLICE}u) * ${SLICE}u;
  let last = min(length, (group.z + 1u) * piece);
  ${
    // A number of threads that is a multiple of that of the units: a thread's rows stay the same from block to block.
    flat
      ? range(width)
          .map((row) => `let packed${row} = packed_tap(tileRow + lid % ${leftUnits}u * ${width}u + ${row}u);`)
          .join('\n  ')
      : ''
  }
${code.accumulators}
  ${multiplySlices(tile, code, { left, right }, slices)}
${code.store(
  (row) => `let row = tileRow + ${row};
    if (row < p.rows) {
      let at = ((group.z * p.taps + tap) * p.rows + row) * p.columns;`,
)}
}
`;
}

/** Adds the parts of a split sum, from the first to the last. */
export function addPartsShader(vector: boolean): string {
  const type = vector ? 'vec4f' : 'f32';
  return /* wgsl */ `
struct Params { length: u32, parts: u32 }
@group(0) @binding(0) var<storage, read> parts: array<${type}>;
@group(0) @binding(1) var<storage, read_write> result: array<${type}>;
@group(0) @binding(2) var<uniform> p: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lid: u32) {
  let at = (group.y * groups.x + group.x) * 64u + lid;
  if (at >= p.length) { return; }
  var sum = parts[at];
  for (var part = 1u; part < p.parts; part++) { sum += parts[part * p.length + at]; }
  result[at] = sum;
}
`;
}
