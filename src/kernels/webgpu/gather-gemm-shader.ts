import { range } from '../range.ts';
import type { Direction } from './convolution-plan.ts';
import { elementsOf, type Format, HALF_FUNCTIONS } from './element-format.ts';
import {
  multiplySlices,
  type ProductCode,
  productCode,
  type SideLoading,
  type Slices,
  slicePitches,
} from './product-shader.ts';
import { SLICE, type Tile, tileColumns, tileRows, tileThreads } from './tiles.ts';

/** What decides the code of one product. */
export interface GatherVariant {
  readonly tile: Tile;
  readonly direction: Direction;
  /** The sum runs over (tap, channel) as one axis: for few channels; forward only. */
  readonly flat: boolean;
  readonly source: Format;
  readonly result: Format;
}

/** What one kind of lanes needs to gather its left side. */
interface Gathering {
  /** Declarations of the module. */
  readonly memory: string;
  /** What each thread knows of its rows, before the first slice. */
  readonly prepare: string;
  /** To be done at each new tap, whose five-bit parts are in `packed`. */
  readonly enterTap: string;
  readonly left: SideLoading;
  readonly right: SideLoading;
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
  // Few channels do not lie in vectors, whatever the result does.
  const source = elementsOf(vector && !flat, variant.source);
  const result = elementsOf(vector, variant.result);
  const gathering = vector ? gatherVectors(variant) : gatherScalars(variant);
  const type = vector ? 'vec4f' : 'f32';
  const width = vector ? 4 : 1;
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
${gathering.memory}

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
  let tileRow = group.y * ${tileRows(tile)}u;
  let tileColumn = group.x * ${tileColumns(tile)}u;
  let threadColumn = lid % ${tile.threadColumns}u;
  let threadRow = lid / ${tile.threadColumns}u;
  ${gathering.prepare}
${code.accumulators}
  ${multiplySlices(tile, code, gathering, flat ? FLAT_SLICES : tapSlices(gathering.enterTap))}
${storeRows(code)}
}
`;
}

/** All taps are one axis. */
const FLAT_SLICES: Slices = {
  begin: `let tapNumber = 0u;
  var k0 = 0u;`,
  more: 'k0 < p.depth',
  next: `k0 += ${SLICE}u;`,
};

/** The channels of one tap after those of the other, for the taps that the tile meets. */
function tapSlices(enterTap: string): Slices {
  const enter = `let packed = taps[entry];
      tapNumber = packed >> 15u;
      ${enterTap}`;
  return {
    begin: `let lastTap = taps[group.y + 1u];
  var entry = taps[group.y];
  var tapNumber = 0u;
  var k0 = 0u;
  if (entry < lastTap) {
      ${enter}
  }`,
    more: 'entry < lastTap',
    next: `k0 += ${SLICE}u;
    if (k0 >= p.depth) {
      k0 = 0u;
      entry++;
      if (entry < lastTap) {
      ${enter}
      }
    }`,
  };
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

/** Each thread looks up the same four rows for every slice, so it keeps what it knows of them. */
function ownRows(quad: string): string {
  return range(4)
    .map((row) => `let base${row} = base_of(tileRow + ${quad} * 4u + ${row}u);`)
    .join('\n  ');
}

/** Blocks of four rows by four channels are turned in registers, so that workgroup memory holds vectors of rows. */
function gatherVectors({ tile, direction, flat }: GatherVariant): Gathering {
  const pitch = slicePitches(tile);
  const [rowQuads, columnQuads, sliceQuads] = [tileRows(tile) / 4, tileColumns(tile) / 4, SLICE / 4];
  const turning = `let kQuad = block % ${sliceQuads}u;
      let quad = block / ${sliceQuads}u;`;
  const fourValues = range(4).map((value) => `v${value}`);
  const right: SideLoading =
    direction === 'forward'
      ? {
          blocks: SLICE * columnQuads,
          values: ['weight'],
          locate: `let k = block / ${columnQuads}u;
      let quad = block % ${columnQuads}u;`,
          fetch: 'weight = weight_value(tapNumber, k0 + k, tileColumn + quad * 4u);',
          store: `right[k * ${pitch.right}u + quad] = weight;`,
        }
      : {
          blocks: sliceQuads * columnQuads,
          values: fourValues,
          locate: turning,
          fetch: range(4)
            .map(
              (lane) =>
                `v${lane} = weight_value(tapNumber, k0 + kQuad * 4u, tileColumn + quad * 4u + ${lane}u);`,
            )
            .join('\n      '),
          store: turned('right', pitch.right),
        };
  if (flat) {
    // The number of threads is a multiple of that of the quads, so a thread's rows stay the same from block to block.
    return {
      memory: '',
      prepare: ownRows(`(lid % ${rowQuads}u)`),
      enterTap: '',
      left: {
        blocks: SLICE * rowQuads,
        values: ['pixels'],
        locate: `let k = block / ${rowQuads}u;
      let quad = block % ${rowQuads}u;`,
        fetch: `pixels = vec4f(${range(4)
          .map((row) => `gathered(base${row}, k0 + k)`)
          .join(', ')});`,
        store: `left[k * ${pitch.left}u + quad] = pixels;`,
      },
      right,
    };
  }
  // As many blocks as rows, and no more of these than threads: each thread has one.
  return {
    memory: '',
    prepare: `${ownRows(`(lid / ${sliceQuads}u)`)}
  ${range(4)
    .map((row) => `var start${row} = NONE;`)
    .join(' ')}`,
    enterTap: `let tap = tap_of(packed);
      ${range(4)
        .map((row) => `start${row} = source_start(base${row}, tap);`)
        .join(' ')}`,
    left: {
      blocks: rowQuads * sliceQuads,
      values: fourValues,
      locate: turning,
      fetch: range(4)
        .map((row) => `v${row} = source_value(start${row}, k0 + kQuad * 4u);`)
        .join('\n      '),
      store: turned('left', pitch.left),
    },
    right,
  };
}

/** Neighbouring threads load neighbouring channels, which lie side by side in memory. */
function gatherScalars({ tile, direction, flat }: GatherVariant): Gathering {
  const pitch = slicePitches(tile);
  const [rows, columns] = [tileRows(tile), tileColumns(tile)];
  const base = 'let base = base_of(tileRow + lid);';
  return {
    memory: flat
      ? `/** Where each row's window begins, and its image. */
var<workgroup> bases: array<vec4i, ${rows}>;`
      : `/** Where the pixel that each row meets at the present tap lies in memory. */
var<workgroup> starts: array<u32, ${rows}>;`,
    prepare: flat ? `if (lid < ${rows}u) { bases[lid] = base_of(tileRow + lid); }` : base,
    enterTap: `if (lid < ${rows}u) { starts[lid] = source_start(base, tap_of(packed)); }`,
    left: {
      blocks: rows * SLICE,
      values: ['pixel'],
      locate: `let k = block % ${SLICE}u;
      let row = block / ${SLICE}u;`,
      fetch: `pixel = ${flat ? 'gathered(bases[row], k0 + k)' : 'source_value(starts[row], k0 + k)'};`,
      store: `left[k * ${pitch.left}u + row] = pixel;`,
    },
    right: {
      blocks: columns * SLICE,
      values: ['weight'],
      locate:
        direction === 'forward'
          ? `let k = block / ${columns}u;
      let column = block % ${columns}u;`
          : `let k = block % ${SLICE}u;
      let column = block / ${SLICE}u;`,
      fetch: 'weight = weight_value(tapNumber, k0 + k, tileColumn + column);',
      store: `right[k * ${pitch.right}u + column] = weight;`,
    },
  };
}
