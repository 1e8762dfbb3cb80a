import { range } from '../simd/convolution-geometry.ts';
import type { Direction } from './convolution-plan.ts';
import { SLICE, type Tile, tileColumns, tileRows, tileThreads } from './tiles.ts';

/** What decides the code of one product. */
export interface GatherVariant {
  readonly tile: Tile;
  readonly direction: Direction;
  /** The sum runs over (tap, channel) as one axis: for channels that are no multiple of four; forward only. */
  readonly flat: boolean;
  /** Whether the channels that are summed over are a multiple of four. */
  readonly vectorDepth: boolean;
  /** Whether the channels of the result are a multiple of four. */
  readonly vectorColumns: boolean;
}

/**
 * Convolution as a matrix product whose left side is gathered while it is loaded (implicit GEMM): a row is one position
 * of one image, a column one channel of the result, and the sum runs over the taps and, within each, over channels.
 * Each slice of the sum is brought to workgroup memory as [k][rows] and [k][columns] in vectors of four; the left side
 * comes in blocks of four rows by four channels that are turned in registers. Which taps a tile needs is read from a
 * table, so that padding is skipped by tile. Every sum is taken in the same order whatever the tile.
 */
export function gatherGemmShader({
  tile,
  direction,
  flat,
  vectorDepth,
  vectorColumns,
}: GatherVariant): string {
  const [rows, columns, threads] = [tileRows(tile), tileColumns(tile), tileThreads(tile)];
  const [rowQuads, columnQuads, sliceQuads] = [rows / 4, columns / 4, SLICE / 4];
  // One vector of padding, so that threads which write different k of one row do not meet in one bank.
  const [leftPitch, rightPitch] = [rowQuads + 1, columnQuads + 1];
  const leftBlocks = rowQuads * sliceQuads;
  const leftLoads = range(Math.ceil(leftBlocks / threads));
  const forward = direction === 'forward';
  const vectorSource = vectorDepth && !flat;
  const vectorWeights = forward ? vectorColumns : vectorDepth;
  const guard = (blocks: number, code: string) =>
    blocks < threads ? `if (lid < ${blocks}u) {${code}}` : code;

  const rowSetup = leftLoads
    .map((load) => {
      const quad = `(lid + ${load * threads}u) / ${sliceQuads}u`;
      return range(4)
        .map(
          (row) => `
  let row${load}_${row} = tileRow + ${quad} * 4u + ${row}u;
  let place${load}_${row} = positions[min(row${load}_${row} / p.batch, p.positions - 1u)];
  let base${load}_${row} = select(vec3i(OUTSIDE), place${load}_${row}.xyz, row${load}_${row} < p.rows);
  let image${load}_${row} = (row${load}_${row} % p.batch) * p.imageSize;`,
        )
        .join('');
    })
    .join('');

  const tapSetup = leftLoads
    .map((load) =>
      range(4)
        .map(
          (row) => `let start${load}_${row} = source_offset(base${load}_${row}, image${load}_${row}, tap);`,
        )
        .join('\n    '),
    )
    .join('\n    ');

  const loadLeft = leftLoads
    .map((load) => {
      const block = `(lid + ${load * threads}u)`;
      const lanes = range(4).map((row) => {
        const name = `left${load}_${row}`;
        if (flat) {
          const gathers = range(4)
            .map(
              (lane) =>
                `gathered(base${load}_${row}, image${load}_${row}, k0 + ${block} % ${sliceQuads}u * 4u + ${lane}u)`,
            )
            .join(', ');
          return `let ${name} = vec4f(${gathers});`;
        }
        return `let ${name} = source_vector(start${load}_${row}, k0 + ${block} % ${sliceQuads}u * 4u);`;
      });
      const stores = range(4).map((lane) => {
        const vector = range(4)
          .map((row) => `left${load}_${row}[${lane}]`)
          .join(', ');
        return `left[(${block} % ${sliceQuads}u * 4u + ${lane}u) * ${leftPitch}u + ${block} / ${sliceQuads}u] = vec4f(${vector});`;
      });
      return guard(leftBlocks - load * threads, [...lanes, ...stores].join('\n      '));
    })
    .join('\n      ');

  const rightBlocks = forward ? SLICE * columnQuads : sliceQuads * columnQuads;
  const loadRight = range(Math.ceil(rightBlocks / threads))
    .map((load) => {
      const block = `(lid + ${load * threads}u)`;
      if (forward) {
        const [k, quad] = [`${block} / ${columnQuads}u`, `${block} % ${columnQuads}u`];
        return guard(
          rightBlocks - load * threads,
          `right[${k} * ${rightPitch}u + ${quad}] = weight_vector(tapNumber, k0 + ${k}, tileColumn + ${quad} * 4u);`,
        );
      }
      const [kQuad, quad] = [`${block} % ${sliceQuads}u`, `${block} / ${sliceQuads}u`];
      const lanes = range(4).map(
        (lane) =>
          `let turned${load}_${lane} = weight_vector(tapNumber, k0 + ${kQuad} * 4u, tileColumn + ${quad} * 4u + ${lane}u);`,
      );
      const stores = range(4).map((k) => {
        const vector = range(4)
          .map((lane) => `turned${load}_${lane}[${k}]`)
          .join(', ');
        return `right[(${kQuad} * 4u + ${k}u) * ${rightPitch}u + ${quad}] = vec4f(${vector});`;
      });
      return guard(rightBlocks - load * threads, [...lanes, ...stores].join('\n      '));
    })
    .join('\n      ');

  return /* wgsl */ `
struct Params {
  batch: u32, rows: u32, depth: u32, columns: u32,
  mapDepth: i32, mapHeight: i32, mapWidth: i32, channels: u32,
  positions: u32, imageSize: u32, stride: i32, unused: u32,
}
@group(0) @binding(0) var<storage, read> source: array<${vectorSource ? 'vec4f' : 'f32'}>;
@group(0) @binding(1) var<storage, read> weights: array<${vectorWeights ? 'vec4f' : 'f32'}>;
@group(0) @binding(2) var<storage, read> positions: array<vec4i>;
@group(0) @binding(3) var<storage, read> taps: array<u32>;
@group(0) @binding(4) var<storage, read_write> result: array<${vectorColumns ? 'vec4f' : 'f32'}>;
@group(0) @binding(5) var<uniform> p: Params;

const NONE = 0xffffffffu;
const OUTSIDE = -1000000;
var<workgroup> left: array<vec4f, ${SLICE * leftPitch}>;
var<workgroup> right: array<vec4f, ${SLICE * rightPitch}>;

fn tap_of(packed: u32) -> vec3i {
  return vec3i(vec3u(packed, packed >> 5u, packed >> 10u) & vec3u(31u));
}

fn source_offset(base: vec3i, image: u32, tap: vec3i) -> u32 {
  ${
    forward
      ? 'let at = base + tap; let meets = all(at >= vec3i(0));'
      : `let reach = base - tap; let at = reach / p.stride;
  let meets = all(reach >= vec3i(0)) && all(at * p.stride == reach);`
  }
  if (!meets || any(at >= vec3i(p.mapDepth, p.mapHeight, p.mapWidth))) { return NONE; }
  return image + u32((at.x * p.mapHeight + at.y) * p.mapWidth + at.z) * p.channels;
}
${
  flat
    ? `
fn gathered(base: vec3i, image: u32, k: u32) -> f32 {
  if (k >= p.depth) { return 0; }
  let packed = taps[k];
  let offset = source_offset(base, image, tap_of(packed));
  if (offset == NONE) { return 0; }
  return source[offset + (packed >> 15u)];
}`
    : `
fn source_vector(start: u32, k: u32) -> vec4f {
  if (start == NONE || k >= p.depth) { return vec4f(); }
  ${vectorSource ? 'return source[(start + k) / 4u];' : scalarVector('source', 'start + k', 'k', 'p.depth')}
}`
}
${
  forward
    ? `
fn weight_vector(tap: u32, k: u32, column: u32) -> vec4f {
  if (k >= p.depth || column >= p.columns) { return vec4f(); }
  let at = (tap * p.depth + k) * p.columns + column;
  ${vectorWeights ? 'return weights[at / 4u];' : scalarVector('weights', 'at', 'column', 'p.columns')}
}`
    : `
fn weight_vector(tap: u32, k: u32, column: u32) -> vec4f {
  if (k >= p.depth || column >= p.columns) { return vec4f(); }
  let at = (tap * p.columns + column) * p.depth + k;
  ${vectorWeights ? 'return weights[at / 4u];' : scalarVector('weights', 'at', 'k', 'p.depth')}
}`
}

@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lid: u32) {
  let tileRow = group.y * ${rows}u;
  let tileColumn = group.x * ${columns}u;
  let threadColumn = lid % ${tile.threadColumns}u;
  let threadRow = lid / ${tile.threadColumns}u;
${rowSetup}
${accumulators(tile)}
${
  flat
    ? 'let tapNumber = 0u;\n  {'
    : `
  let lastTap = taps[group.y + 1u];
  for (var entry = taps[group.y]; entry < lastTap; entry++) {
    let packed = taps[entry];
    let tap = tap_of(packed);
    let tapNumber = packed >> 15u;
    ${tapSetup}`
}
    for (var k0 = 0u; k0 < p.depth; k0 += ${SLICE}u) {
      workgroupBarrier();
      ${loadLeft}
      ${loadRight}
      workgroupBarrier();
      ${multiply(tile, leftPitch, rightPitch)}
    }
  }
${store(
  tile,
  vectorColumns,
  (row) => `let row = tileRow + ${row};
    if (row < p.rows) {
      let at = ((row % p.batch) * p.positions + u32(positions[row / p.batch].w)) * p.columns;`,
)}
}
`;
}

/** Four neighbouring values of an array of scalars; those beyond the end of their line are zero. */
export function scalarVector(array: string, at: string, place: string, end: string): string {
  const lanes = range(4).map((lane) =>
    lane === 0 ? `${array}[${at}]` : `select(0.0, ${array}[${at} + ${lane}u], ${place} + ${lane}u < ${end})`,
  );
  return `return vec4f(${lanes.join(', ')});`;
}

/** The registers of a thread's part of the tile. */
export function accumulators(tile: Tile): string {
  return eachVector(tile)
    .map(({ name }) => `  var ${name} = vec4f();`)
    .join('\n');
}

function eachVector({ rows, columns }: Tile) {
  return range(rows).flatMap((row) =>
    range(columns / 4).map((quad) => ({ name: `sum${row}_${quad}`, row, quad })),
  );
}

/** A slice's products: quads of rows and of columns lie interleaved among the threads, so that banks do not collide. */
export function multiply(tile: Tile, leftPitch: number, rightPitch: number): string {
  const lefts = range(tile.rows / 4).map(
    (quad) => `let l${quad} = left[k * ${leftPitch}u + threadRow + ${quad * tile.threadRows}u];`,
  );
  const rights = range(tile.columns / 4).map(
    (quad) => `let r${quad} = right[k * ${rightPitch}u + threadColumn + ${quad * tile.threadColumns}u];`,
  );
  const products = eachVector(tile).map(
    ({ name, row, quad }) => `${name} += l${row >> 2}[${row & 3}] * r${quad};`,
  );
  return `for (var k = 0u; k < ${SLICE}u; k++) {
        ${[...lefts, ...rights, ...products].join('\n        ')}
      }`;
}

/** Writes the registers; `open` declares `at`, where a row of the result begins, in a block that is closed here. */
export function store(tile: Tile, vectorColumns: boolean, open: (row: string) => string): string {
  return range(tile.rows)
    .map((row) => {
      const inTile = `(threadRow + ${(row >> 2) * tile.threadRows}u) * 4u + ${row & 3}u`;
      const quads = range(tile.columns / 4).map((quad) => {
        const column = `column${quad}`;
        const declared = `let ${column} = tileColumn + (threadColumn + ${quad * tile.threadColumns}u) * 4u;`;
        const sum = `sum${row}_${quad}`;
        if (vectorColumns) {
          return `${declared} if (${column} < p.columns) { result[(at + ${column}) / 4u] = ${sum}; }`;
        }
        const lanes = range(4).map(
          (lane) =>
            `if (${column} + ${lane}u < p.columns) { result[at + ${column} + ${lane}u] = ${sum}[${lane}]; }`,
        );
        return [declared, ...lanes].join('\n      ');
      });
      return `  {
    ${open(inTile)}
      ${quads.join('\n      ')}
    }
  }`;
    })
    .join('\n');
}
