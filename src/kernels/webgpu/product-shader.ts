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
  /** What the workgroup memory and the registers hold: a vector, or a scalar. */
  readonly type: 'vec4f' | 'f32';
  /** Multiplies what lies at one place of the slices in workgroup memory. */
  multiply(k: string): string;
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
  const lefts = (k: string) =>
    range(leftUnits).map(
      (unit) => `let l${unit} = left[${k} * ${pitch.left}u + threadRow + ${unit * tile.threadRows}u];`,
    );
  const rights = (k: string) =>
    range(rightUnits).map(
      (unit) =>
        `let r${unit} = right[${k} * ${pitch.right}u + threadColumn + ${unit * tile.threadColumns}u];`,
    );
  const products = sums.map(({ name, row, unit }) =>
    vector ? `${name} += l${row >> 2}[${row & 3}] * r${unit};` : `${name} += l${row} * r${unit};`,
  );
  return {
    memory: `var<workgroup> left: array<${type}, ${SLICE * pitch.left}>;
var<workgroup> right: array<${type}, ${SLICE * pitch.right}>;`,
    accumulators: sums.map(({ name }) => `  var ${name} = ${type}();`).join('\n'),
    type,
    multiply: (k) => [...lefts(k), ...rights(k), ...products].join('\n      '),
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

/** How the blocks of one side's slice come to workgroup memory: code for one of them, whose number is `block`. */
export interface SideLoading {
  readonly blocks: number;
  /** Names and number of the values that are read for a block. */
  readonly values: readonly string[];
  /** Declares what `fetch` and `store` need to know of the block's place. */
  readonly locate: string;
  /** Assigns the values, from the buffers. */
  readonly fetch: string;
  /** Writes them to workgroup memory. */
  readonly store: string;
}

/** The slices of a sum, one after the other. */
export interface Slices {
  /** Declares the state, at the first slice. */
  readonly begin: string;
  /** Whether there is a slice at the state; the same for all threads. */
  readonly more: string;
  /** Moves the state on. */
  readonly next: string;
}

/**
 * Brings slice after slice to workgroup memory and multiplies it. `looped` waits for each slice, in short code, as every
 * repetition would be compiled by itself: that is what the processor wants. `pipelined` reads the next slice into
 * registers while the present one is multiplied, by code without inner loops, so that the way to memory and back hides
 * behind products. Both take every sum in the same order.
 */
export function multiplySlices(
  tile: Tile,
  code: ProductCode,
  { left, right }: { readonly left: SideLoading; readonly right: SideLoading },
  { begin, more, next }: Slices,
): string {
  if (tile.schedule === 'looped') {
    const loads = [left, right].map((side) => loadInLoop(tile, side, code.type));
    return `${begin}
  while (${more}) {
    workgroupBarrier();
    ${loads.join('\n    ')}
    workgroupBarrier();
    for (var k = 0u; k < ${SLICE}u; k++) {
      ${code.multiply('k')}
    }
    ${next}
  }`;
  }
  const loads = [loadAhead(tile, 'left', left, code.type), loadAhead(tile, 'right', right, code.type)];
  const fetch = `if (${more}) {
    ${loads.map((load) => load.fetch).join('\n    ')}
    }`;
  return `${begin}
  ${loads.map(({ registers }) => registers).join('\n  ')}
  ${fetch}
  while (${more}) {
    workgroupBarrier();
    ${loads.map(({ store }) => store).join('\n    ')}
    workgroupBarrier();
    ${next}
    ${fetch}
    ${range(SLICE)
      .map((k) => `{ ${code.multiply(`${k}u`)} }`)
      .join('\n    ')}
  }`;
}

function loadInLoop(tile: Tile, { blocks, values, locate, fetch, store }: SideLoading, type: string): string {
  return `for (var block = lid; block < ${blocks}u; block += ${tileThreads(tile)}u) {
      ${locate}
      ${declarations(values, type)}
      ${fetch}
      ${store}
    }`;
}

/** The same in two halves, with what was read kept in registers between them. */
function loadAhead(
  tile: Tile,
  side: string,
  { blocks, values, locate, fetch, store }: SideLoading,
  type: string,
) {
  const threads = tileThreads(tile);
  const rounds = range(Math.ceil(blocks / threads)).map((round) => ({
    names: values.map((value) => ({ value, register: `${side}${round}_${value}` })),
    /** Not all threads have a block in the last round where the blocks do not go round. */
    begin: `{ let block = lid + ${round * threads}u; ${(round + 1) * threads > blocks ? `if (block < ${blocks}u) ` : ''}{`,
  }));
  return {
    registers: rounds
      .flatMap(({ names }) =>
        declarations(
          names.map(({ register }) => register),
          type,
        ),
      )
      .join('\n  '),
    fetch: rounds
      .map(
        ({ begin, names }) => `${begin}
      ${locate}
      ${declarations(values, type)}
      ${fetch}
      ${names.map(({ value, register }) => `${register} = ${value};`).join(' ')} } }`,
      )
      .join('\n    '),
    store: rounds
      .map(
        ({ begin, names }) => `${begin}
      ${locate}
      ${names.map(({ value, register }) => `let ${value} = ${register};`).join(' ')}
      ${store} } }`,
      )
      .join('\n    '),
  };
}

function declarations(names: readonly string[], type: string): string {
  return names.map((name) => `var ${name} = ${type}();`).join(' ');
}
