import { elementsOf, type Format, HALF_FUNCTIONS } from './element-format.ts';
import { loadBlocks, productCode, slicePitches } from './product-shader.ts';
import { SLICE, type Tile, tileColumns, tileRows, tileThreads } from './tiles.ts';

/** What decides the code of one product. */
export interface FilterGradientVariant {
  readonly tile: Tile;
  /** Rows run over (tap, channel) as one axis: for few input channels; in scalars only. */
  readonly flat: boolean;
  readonly source: Format;
  readonly gradient: Format;
}

/**
 * Gradient of a filter as a matrix product: a row is one input channel of one tap, a column one output channel, and the
 * sum runs over the positions and images where the tap meets a pixel (a table lists them, so that padding costs
 * nothing; what belongs to taps that meet none is left as it was). The sum is cut into `splits` pieces that workgroups take side by side; each writes its own part of the
 * result and another program adds the parts in order, so that the same input always gives the same bits.
 */
export function filterGradientShader({ tile, flat, ...formats }: FilterGradientVariant): string {
  const width = tile.lanes === 'vector' ? 4 : 1;
  const type = tile.lanes === 'vector' ? 'vec4f' : 'f32';
  const source = elementsOf(tile.lanes === 'vector', formats.source);
  const gradient = elementsOf(tile.lanes === 'vector', formats.gradient);
  const code = productCode(tile, 'float');
  const pitch = slicePitches(tile);
  const [leftUnits, rightUnits] = [tileRows(tile) / width, tileColumns(tile) / width];

  const loadLeft = loadBlocks(
    tile,
    SLICE * leftUnits,
    `let k = block / ${leftUnits}u;
      let unit = block % ${leftUnits}u;
      left[k * ${pitch.left}u + unit] = ${
        flat
          ? 'gathered(k0 + k, last, tileRow + unit)'
          : `source_value(k0 + k, last, firstPair, tileRow + unit * ${width}u)`
      };`,
  );
  const loadRight = loadBlocks(
    tile,
    SLICE * rightUnits,
    `let k = block / ${rightUnits}u;
      let unit = block % ${rightUnits}u;
      right[k * ${pitch.right}u + unit] = gradient_value(k0 + k, last, firstPair, tileColumn + unit * ${width}u);`,
  );

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
${
  flat
    ? `
fn gathered(k: u32, last: u32, row: u32) -> f32 {
  if (k >= last || row >= p.rows) { return 0; }
  let packed = flatTaps[row];
  let at = places[k / p.batch].xyz + vec3i(vec3u(packed, packed >> 5u, packed >> 10u) & vec3u(31u));
  if (any(at < vec3i(0)) || any(at >= vec3i(p.mapDepth, p.mapHeight, p.mapWidth))) { return 0; }
  let pixel = u32((at.x * p.mapHeight + at.y) * p.mapWidth + at.z);
  return ${source.load('source', '(k % p.batch) * p.inputSize + pixel * p.channels + (packed >> 15u)')};
}`
    : `
fn source_value(k: u32, last: u32, firstPair: u32, row: u32) -> ${type} {
  if (k >= last || row >= p.rows) { return ${type}(); }
  let pixel = places[firstPair + 2u * (k / p.batch)];
  return ${source.load('source', `((k % p.batch) * p.inputSize + pixel * p.channels + row) / ${width}u`)};
}`
}
fn gradient_value(k: u32, last: u32, firstPair: u32, column: u32) -> ${type} {
  if (k >= last || column >= p.columns) { return ${type}(); }
  let position = ${flat ? 'u32(places[k / p.batch].w)' : 'places[firstPair + 2u * (k / p.batch) + 1u]'};
  return ${gradient.load('gradient', `(((k % p.batch) * p.outputPositions + position) * p.columns + column) / ${width}u`)};
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
${code.accumulators}
  for (var k0 = group.z * piece; k0 < last; k0 += ${SLICE}u) {
    workgroupBarrier();
    ${loadLeft}
    ${loadRight}
    workgroupBarrier();
    ${code.multiply}
  }
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
