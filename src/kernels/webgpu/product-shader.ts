import { range } from '../range.ts';
import { elementsOf, type Format } from './element-format.ts';
import { SLICE, type Tile, tileColumns, tileRows, tileThreads } from './tiles.ts';

/**
 * The half of a product's shader that knows nothing of convolutions: slices of both sides in workgroup memory, a part
 * of the result in each thread's registers.
 *
 * Tiles of vectors hold four neighbouring rows or columns in one vector: a quarter of the instructions for the same
 * bytes. Tiles of scalars are for channels that are no multiple of four. In both, neighbouring threads take neighbouring
 * columns, so that the banks of workgroup memory do not collide and writes are whole lines.
 */
export interface ProductCode {
  /** Declarations of the workgroup memory. */
  readonly memory: string;
  readonly accumulators: string;
  /** Multiplies the slices in workgroup memory. */
  readonly multiply: string;
  /**
   * Writes the registers.
   *
   * @param open declares `at`, the place of the row in the result, in a block that is closed here
   */
  store(open: (row: string) => string): string;
}

/** Distance of the rows of workgroup memory: one more than the rows hold, so that columns do not share a bank. */
export function slicePitches(tile: Tile): { readonly left: number; readonly right: number } {
  const width = tile.lanes === 'vector' ? 4 : 1;
  return { left: tileRows(tile) / width + 1, right: tileColumns(tile) / width + 1 };
}

/** @param result format of what is written */
export function productCode(tile: Tile, result: Format): ProductCode {
  const vector = tile.lanes === 'vector';
  const width = vector ? 4 : 1;
  const type = vector ? 'vec4f' : 'f32';
  const elements = elementsOf(vector, result);
  const pitch = slicePitches(tile);
  const [leftUnits, rightUnits] = [tile.rows / width, tile.columns / width];
  const sums = range(tile.rows).flatMap((row) =>
    range(rightUnits).map((unit) => ({ name: `sum${row}_${unit}`, row, unit })),
  );
  const lefts = range(leftUnits).map(
    (unit) => `let l${unit} = left[k * ${pitch.left}u + threadRow + ${unit * tile.threadRows}u];`,
  );
  const rights = range(rightUnits).map(
    (unit) => `let r${unit} = right[k * ${pitch.right}u + threadColumn + ${unit * tile.threadColumns}u];`,
  );
  const products = sums.map(({ name, row, unit }) =>
    vector ? `${name} += l${row >> 2}[${row & 3}] * r${unit};` : `${name} += l${row} * r${unit};`,
  );
  return {
    memory: `var<workgroup> left: array<${type}, ${SLICE * pitch.left}>;
var<workgroup> right: array<${type}, ${SLICE * pitch.right}>;`,
    accumulators: sums.map(({ name }) => `  var ${name} = ${type}();`).join('\n'),
    multiply: `for (var k = 0u; k < ${SLICE}u; k++) {
        ${[...lefts, ...rights, ...products].join('\n        ')}
      }`,
    store: (open) =>
      range(tile.rows)
        .map((row) => {
          const unit = `(threadRow + ${Math.floor(row / width) * tile.threadRows}u)`;
          const inTile = vector ? `${unit} * 4u + ${row & 3}u` : unit;
          const writes = range(rightUnits).map((unit) => {
            const column = `column${unit}`;
            return `let ${column} = tileColumn + (threadColumn + ${unit * tile.threadColumns}u) * ${width}u;
      if (${column} < p.columns) { ${elements.store('result', `(at + ${column}) / ${width}u`, `sum${row}_${unit}`)} }`;
          });
          return `  {
    ${open(inTile)}
      ${writes.join('\n      ')}
    }
  }`;
        })
        .join('\n'),
  };
}

/**
 * Repeats a piece of code until every block of a slice has been loaded by one of the tile's threads; `block` is the
 * block's number there. A loop, as each repetition of the code would be compiled by itself.
 */
export function loadBlocks(tile: Tile, blocks: number, body: string): string {
  const threads = tileThreads(tile);
  return `for (var block = lid; block < ${blocks}u; block += ${threads}u) {
        ${body}
      }`;
}
