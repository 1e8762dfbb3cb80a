import { range } from '../range.ts';
import type { Direction } from './convolution-plan.ts';
import { elementsOf, type Format, HALF_FUNCTIONS } from './element-format.ts';
import { loadBlocks, type ProductCode, productCode, slicePitches } from './product-shader.ts';
import { SLICE, type Tile, tileColumns, tileRows, tileThreads } from './tiles.ts';

/** What decides the code of one product. */
export interface GatherVariant {
  readonly tile: Tile;
  readonly direction: Direction;
  /** The sum runs over (tap, channel) as one axis: for few channels; forward and in scalars only. */
  readonly flat: boolean;
  readonly source: Format;
  readonly result: Format;
}

/** How a slice of each side comes to workgroup memory. */
interface Loading {
  readonly loadLeft: string;
  readonly loadRight: string;
}

/**
 * Convolution as a matrix product whose left side is gathered while it is loaded (implicit GEMM): a row is one position
 * of one image, a column one channel of the result, and the sum runs over the taps and, within each, over channels.
 * Which taps a tile needs is read from a table, so that padding is skipped by tile. Every sum is taken in the same
 * order whatever the tile.
 */
export function gatherGemmShader(variant: GatherVariant): string {
  const { tile, direction, flat } = variant;
  const code = productCode(tile, variant.result);
  const vector = tile.lanes === 'vector';
  const source = elementsOf(vector, variant.source);
  const result = elementsOf(vector, variant.result);
  const { loadLeft, loadRight } = vector ? vectorLoading(variant) : scalarLoading(variant);
  const type = vector ? 'vec4f' : 'f32';
  const width = vector ? 4 : 1;
  const rows = tileRows(tile);
  const forward = direction === 'forward';
  return /* wgsl */ `${HALF_FUNCTIONS}
struct Params {
  batch: u32, rows: u32, depth: u32, columns: u32,
  mapDepth: i32, mapHeight: i32, mapWidth: i32, channels: u32,
  positions: u32, imageSize: u32, stride: i32, unused: u32,
}
@group(0) @binding(0) var<storage, read> source: array<${source.stored}>;
@group(0) @binding(1) var<storage, read> weights: array<${type}>;
@group(0) @binding(2) var<storage, read> positions: array<vec4i>;
@group(0) @binding(3) var<storage, read> taps: array<u32>;
@group(0) @binding(4) var<storage, read_write> result: array<${result.stored}>;
@group(0) @binding(5) var<uniform> p: Params;

const NONE = 0xffffffffu;
const OUTSIDE = -1000000;
${code.memory}
${
  flat
    ? `/** Where each row's window begins, and its image. */
var<workgroup> bases: array<vec4i, ${rows}>;`
    : `/** Where the pixel that each row meets at the present tap lies in memory. */
var<workgroup> starts: array<u32, ${rows}>;`
}

fn tap_of(packed: u32) -> vec3i {
  return vec3i(vec3u(packed, packed >> 5u, packed >> 10u) & vec3u(31u));
}

/** Where a row's window begins, far outside for rows beyond the last; and its image's place in memory. */
fn base_of(row: u32) -> vec4i {
  let base = select(vec3i(OUTSIDE), positions[min(row / p.batch, p.positions - 1u)].xyz, row < p.rows);
  return vec4i(base, i32(row % p.batch * p.imageSize));
}

fn source_start(base: vec4i, tap: vec3i) -> u32 {
  ${
    forward
      ? 'let at = base.xyz + tap; let meets = all(at >= vec3i(0));'
      : `let reach = base.xyz - tap; let at = reach / p.stride;
  let meets = all(reach >= vec3i(0)) && all(at * p.stride == reach);`
  }
  let inside = meets && all(at < vec3i(p.mapDepth, p.mapHeight, p.mapWidth));
  let start = u32(base.w) + u32((at.x * p.mapHeight + at.y) * p.mapWidth + at.z) * p.channels;
  return select(NONE, start, inside);
}
${
  flat
    ? `
fn gathered(base: vec4i, k: u32) -> f32 {
  let packed = taps[min(k, p.depth - 1u)];
  let start = source_start(base, tap_of(packed));
  if (start == NONE || k >= p.depth) { return 0; }
  return ${source.load('source', 'start + (packed >> 15u)')};
}`
    : `
fn source_value(start: u32, k: u32) -> ${type} {
  if (start == NONE || k >= p.depth) { return ${type}(); }
  return ${source.load('source', `(start + k) / ${width}u`)};
}`
}
fn weight_value(tap: u32, k: u32, column: u32) -> ${type} {
  if (k >= p.depth || column >= p.columns) { return ${type}(); }
  return weights[(${WEIGHT_AT[direction]}) / ${width}u];
}

@compute @workgroup_size(${tileThreads(tile)})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lid: u32) {
  let tileRow = group.y * ${rows}u;
  let tileColumn = group.x * ${tileColumns(tile)}u;
  let threadColumn = lid % ${tile.threadColumns}u;
  let threadRow = lid / ${tile.threadColumns}u;
  let base = base_of(tileRow + lid);
${code.accumulators}
${
  flat
    ? `  if (lid < ${rows}u) { bases[lid] = base; }
  let tapNumber = 0u;
  {`
    : `
  let lastTap = taps[group.y + 1u];
  for (var entry = taps[group.y]; entry < lastTap; entry++) {
    let packed = taps[entry];
    let tapNumber = packed >> 15u;
    if (lid < ${rows}u) { starts[lid] = source_start(base, tap_of(packed)); }`
}
    for (var k0 = 0u; k0 < p.depth; k0 += ${SLICE}u) {
      workgroupBarrier();
      ${loadLeft}
      ${loadRight}
      workgroupBarrier();
      ${code.multiply}
    }
  }
${storeRows(code)}
}
`;
}

function storeRows(code: ProductCode): string {
  return code.store(
    (row) => `let row = tileRow + ${row};
    if (row < p.rows) {
      let at = ((row % p.batch) * p.positions + u32(positions[row / p.batch].w)) * p.columns;`,
  );
}

/** The place in the filter that belongs to a channel of the sum and one of the result. */
const WEIGHT_AT = {
  forward: '(tap * p.depth + k) * p.columns + column',
  'input-gradient': '(tap * p.columns + column) * p.depth + k',
} as const;

/** Four values of each of four rows, as four vectors along the rows: the loop's own names for what it loads. */
function turned(memory: string, distance: number): string {
  return range(4)
    .map((lane) => {
      const vector = range(4)
        .map((row) => `v${row}[${lane}]`)
        .join(', ');
      return `${memory}[(kQuad * 4u + ${lane}u) * ${distance}u + quad] = vec4f(${vector});`;
    })
    .join('\n        ');
}

/** Blocks of four rows by four channels are turned in registers, so that workgroup memory holds vectors of rows. */
function vectorLoading({ tile, direction }: GatherVariant): Loading {
  const pitch = slicePitches(tile);
  const [rowQuads, columnQuads, sliceQuads] = [tileRows(tile) / 4, tileColumns(tile) / 4, SLICE / 4];
  const turning = `let kQuad = block % ${sliceQuads}u;
        let quad = block / ${sliceQuads}u;`;
  const loadLeft = loadBlocks(
    tile,
    rowQuads * sliceQuads,
    `${turning}
        ${range(4)
          .map((row) => `let v${row} = source_value(starts[quad * 4u + ${row}u], k0 + kQuad * 4u);`)
          .join('\n        ')}
        ${turned('left', pitch.left)}`,
  );
  const loadRight =
    direction === 'forward'
      ? loadBlocks(
          tile,
          SLICE * columnQuads,
          `let k = block / ${columnQuads}u;
        let quad = block % ${columnQuads}u;
        right[k * ${pitch.right}u + quad] = weight_value(tapNumber, k0 + k, tileColumn + quad * 4u);`,
        )
      : loadBlocks(
          tile,
          sliceQuads * columnQuads,
          `${turning}
        ${range(4)
          .map(
            (lane) =>
              `let v${lane} = weight_value(tapNumber, k0 + kQuad * 4u, tileColumn + quad * 4u + ${lane}u);`,
          )
          .join('\n        ')}
        ${turned('right', pitch.right)}`,
        );
  return { loadLeft, loadRight };
}

/** Neighbouring threads load neighbouring channels, which lie side by side in memory. */
function scalarLoading({ tile, direction, flat }: GatherVariant): Loading {
  const pitch = slicePitches(tile);
  const [rows, columns] = [tileRows(tile), tileColumns(tile)];
  const loadLeft = loadBlocks(
    tile,
    rows * SLICE,
    `let k = block % ${SLICE}u;
        let row = block / ${SLICE}u;
        left[k * ${pitch.left}u + row] = ${flat ? 'gathered(bases[row], k0 + k)' : 'source_value(starts[row], k0 + k)'};`,
  );
  const loadRight = loadBlocks(
    tile,
    columns * SLICE,
    `${
      direction === 'forward'
        ? `let k = block / ${columns}u;
        let column = block % ${columns}u;`
        : `let k = block % ${SLICE}u;
        let column = block / ${SLICE}u;`
    }
        right[k * ${pitch.right}u + column] = weight_value(tapNumber, k0 + k, tileColumn + column);`,
  );
  return { loadLeft, loadRight };
}
