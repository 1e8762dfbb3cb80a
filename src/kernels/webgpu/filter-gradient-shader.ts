import { range } from '../simd/convolution-geometry.ts';
import { accumulators, multiply, scalarVector, store } from './gather-gemm-shader.ts';
import { SLICE, type Tile, tileColumns, tileRows, tileThreads } from './tiles.ts';

/** What decides the code of one product. */
export interface FilterGradientVariant {
  readonly tile: Tile;
  /** Rows run over (tap, channel) as one axis: for input channels that are no multiple of four. */
  readonly flat: boolean;
  /** Whether the output channels are a multiple of four. */
  readonly vectorColumns: boolean;
}

/**
 * Gradient of a filter as a matrix product: a row is one input channel of one tap, a column one output channel, and the
 * sum runs over the positions and images where the tap meets a pixel (a table lists them, so that padding costs
 * nothing). The sum is cut into `splits` pieces that workgroups take side by side; each writes its own part of the
 * result and another program adds the parts in order, so that the same input always gives the same bits.
 */
export function filterGradientShader({ tile, flat, vectorColumns }: FilterGradientVariant): string {
  const [rows, columns, threads] = [tileRows(tile), tileColumns(tile), tileThreads(tile)];
  const [rowQuads, columnQuads] = [rows / 4, columns / 4];
  const [leftBlocks, rightBlocks] = [SLICE * rowQuads, SLICE * columnQuads];

  const loads = (blocks: number, quads: number, body: (k: string, quad: string) => string) =>
    range(Math.ceil(blocks / threads))
      .map((load) => {
        const block = `(lid + ${load * threads}u)`;
        const code = body(`${block} / ${quads}u`, `${block} % ${quads}u`);
        return blocks < threads ? `if (lid < ${blocks}u) {${code}}` : code;
      })
      .join('\n      ');

  // A thread's quad of rows is the same for all its loads, as the threads are a multiple of the quads.
  const flatSetup = `
  let ownRow = tileRow + lid % ${rowQuads}u * 4u;
  ${range(4)
    .map((lane) => `let tap${lane} = flatTaps[min(ownRow + ${lane}u, p.rows - 1u)];`)
    .join('\n  ')}`;

  const loadLeft = loads(leftBlocks, rowQuads, (k, quad) =>
    flat
      ? `left[${k} * ${rowQuads}u + ${quad}] = vec4f(${range(4)
          .map((lane) => `gathered(k0 + ${k}, last, tap${lane})`)
          .join(', ')});`
      : `left[${k} * ${rowQuads}u + ${quad}] = source_vector(k0 + ${k}, last, firstPair, tileRow + ${quad} * 4u);`,
  );
  const loadRight = loads(
    rightBlocks,
    columnQuads,
    (k, quad) =>
      `right[${k} * ${columnQuads}u + ${quad}] = gradient_vector(k0 + ${k}, last, ${
        flat ? '0u' : 'firstPair'
      }, tileColumn + ${quad} * 4u);`,
  );

  return /* wgsl */ `
struct Params {
  batch: u32, rows: u32, columns: u32, splits: u32,
  mapDepth: i32, mapHeight: i32, mapWidth: i32, channels: u32,
  inputSize: u32, outputPositions: u32, rowTiles: u32, taps: u32,
}
@group(0) @binding(0) var<storage, read> source: array<${flat ? 'f32' : 'vec4f'}>;
@group(0) @binding(1) var<storage, read> gradient: array<${vectorColumns ? 'vec4f' : 'f32'}>;
@group(0) @binding(2) var<storage, read> places: array<${flat ? 'vec4i' : 'u32'}>;
@group(0) @binding(3) var<storage, read_write> result: array<${vectorColumns ? 'vec4f' : 'f32'}>;
${
  flat
    ? `@group(0) @binding(4) var<storage, read> flatTaps: array<u32>;
@group(0) @binding(5) var<uniform> p: Params;`
    : '@group(0) @binding(4) var<uniform> p: Params;'
}
var<workgroup> left: array<vec4f, ${leftBlocks}>;
var<workgroup> right: array<vec4f, ${rightBlocks}>;
${
  flat
    ? `
fn gathered(k: u32, last: u32, packed: u32) -> f32 {
  if (k >= last) { return 0; }
  let at = places[k / p.batch].xyz + vec3i(vec3u(packed, packed >> 5u, packed >> 10u) & vec3u(31u));
  if (any(at < vec3i(0)) || any(at >= vec3i(p.mapDepth, p.mapHeight, p.mapWidth))) { return 0; }
  let pixel = u32((at.x * p.mapHeight + at.y) * p.mapWidth + at.z);
  return source[(k % p.batch) * p.inputSize + pixel * p.channels + (packed >> 15u)];
}`
    : `
fn source_vector(k: u32, last: u32, firstPair: u32, row: u32) -> vec4f {
  if (k >= last || row >= p.rows) { return vec4f(); }
  let pixel = places[firstPair + 2u * (k / p.batch)];
  return source[((k % p.batch) * p.inputSize + pixel * p.channels + row) / 4u];
}`
}
fn gradient_vector(k: u32, last: u32, firstPair: u32, column: u32) -> vec4f {
  if (k >= last || column >= p.columns) { return vec4f(); }
  let position = ${flat ? 'u32(places[k / p.batch].w)' : 'places[firstPair + 2u * (k / p.batch) + 1u]'};
  let at = ((k % p.batch) * p.outputPositions + position) * p.columns + column;
  ${vectorColumns ? 'return gradient[at / 4u];' : scalarVector('gradient', 'at', 'column', 'p.columns')}
}

@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lid: u32) {
  let tileColumn = group.x * ${columns}u;
  let threadColumn = lid % ${tile.threadColumns}u;
  let threadRow = lid / ${tile.threadColumns}u;
  ${
    flat
      ? `let tap = 0u;
  let tileRow = group.y * ${rows}u;
  let length = p.outputPositions * p.batch;
  ${flatSetup}`
      : `let tap = group.y / p.rowTiles;
  let tileRow = group.y % p.rowTiles * ${rows}u;
  let firstPair = places[tap];
  let length = (places[tap + 1u] - firstPair) / 2u * p.batch;`
  }
  let piece = (length + p.splits * ${SLICE}u - 1u) / (p.splits * ${SLICE}u) * ${SLICE}u;
  let last = min(length, (group.z + 1u) * piece);
${accumulators(tile)}
  for (var k0 = group.z * piece; k0 < last; k0 += ${SLICE}u) {
    workgroupBarrier();
    ${loadLeft}
    ${loadRight}
    workgroupBarrier();
    ${multiply(tile, rowQuads, columnQuads)}
  }
${store(
  tile,
  vectorColumns,
  (row) => `let row = tileRow + ${row};
    if (row < p.rows) {
      let at = ((group.z * p.taps + tap) * p.rows + row) * p.columns;`,
)}
}
`;
}

/** Adds the parts of a split sum, from the first to the last; the length is a multiple of four or the tail is scalar. */
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
