import { range } from '../range.ts';
import { elementsOf, type Format, HALF_FUNCTIONS } from './element-format.ts';

/** Threads along the channels of a workgroup that goes over [rows, channels]. */
export const LANES = 16;
/**
 * Threads along the rows. Maps of few rows would leave most of sixteen lines idle, and behind every barrier a workgroup
 * waits for all of its threads: on the software adapter, four lines take a tenth of the time there.
 */
export type Lines = 4 | 16;

/** What decides the code. */
export interface NormVariant {
  /** Whether the channels are a multiple of four, so that a lane takes four of them. */
  readonly vector: boolean;
  readonly lines: Lines;
  readonly relu: boolean;
  readonly residual: boolean;
  readonly formats: NormFormats;
}

/** How the maps lie in memory; of the residual and its gradient only where there are any. */
export interface NormFormats {
  readonly x: Format;
  readonly y: Format;
  readonly residual?: Format | undefined;
  readonly dy?: Format;
  readonly dx?: Format;
  readonly dResidual?: Format | undefined;
}

const typeOf = (vector: boolean) => (vector ? 'vec4f' : 'f32');
const zeroOf = (vector: boolean) => (vector ? 'vec4f()' : '0.0');

/**
 * Uniforms of all four programs. Lengths along the channels are in lanes' units (of one or four channels). `stats` is
 * one buffer with the mean first, the inverse deviation at `secondAt` and the parts of the sums at `partsAt`; the
 * gradient's sums lie in one buffer in the same way, dGamma first and dBeta second.
 */
const PARAMS = /* wgsl */ `${HALF_FUNCTIONS}
struct Params {
  rows: u32, units: u32, parts: u32, partRows: u32,
  pieceRows: u32, secondAt: u32, partsAt: u32, statsSecondAt: u32,
  epsilon: f32, momentum: f32, unused0: u32, unused1: u32,
}`;

const entry = (lines: Lines) => /* wgsl */ `
@compute @workgroup_size(${LANES * lines})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lid: u32) {
  let lane = lid % ${LANES}u;
  let line = lid / ${LANES}u;
  let channel = group.x * ${LANES}u + lane;
  let inside = channel < p.units;`;

function sharedSums(vector: boolean, lines: Lines): string {
  const type = typeOf(vector);
  return /* wgsl */ `
var<workgroup> shared1: array<${type}, ${LANES * lines}>;
var<workgroup> shared2: array<${type}, ${LANES * lines}>;`;
}

/** Adds what the lines of a workgroup hold, always in the same order; the sums are then in the first line. */
const addLines = (lines: Lines) => /* wgsl */ `
  shared1[lid] = first;
  shared2[lid] = second;
  workgroupBarrier();
  for (var distance = ${lines / 2}u; distance > 0u; distance /= 2u) {
    if (line < distance) {
      shared1[lid] += shared1[lid + distance * ${LANES}u];
      shared2[lid] += shared2[lid + distance * ${LANES}u];
    }
    workgroupBarrier();
  }`;

function addParts(vector: boolean, lines: Lines, buffer: string): string {
  return /* wgsl */ `
  var first = ${zeroOf(vector)};
  var second = ${zeroOf(vector)};
  if (inside) {
    for (var part = line; part < p.parts; part += ${lines}u) {
      first += ${buffer}[p.partsAt + 2u * part * p.units + channel];
      second += ${buffer}[p.partsAt + (2u * part + 1u) * p.units + channel];
    }
  }
${addLines(lines)}`;
}

/** Rows that a line reads before it uses the first of them: one alone would wait for memory each time. */
const ROWS_AHEAD = 4;

/** Expression for what is read of a row, by the name of its place. */
type ReadOf = (at: string) => string;

/**
 * Goes through a line's rows from `row` on to `last`, in their order.
 *
 * @param read what is read of a row, by the name that it gets
 * @param use statements that take those names, and the row's place as `at`
 */
function alongRows(lines: Lines, read: Readonly<Record<string, ReadOf>>, use: string): string {
  const reads = Object.entries(read);
  const ahead = range(ROWS_AHEAD).map((number) => ({
    read: `let at${number} = (row + ${number * lines}u) * p.units + channel;
      ${reads.map(([name, of]) => `let ${name}${number} = ${of(`at${number}`)};`).join(' ')}`,
    use: `{ let at = at${number}; ${reads.map(([name]) => `let ${name} = ${name}${number};`).join(' ')} ${use} }`,
  }));
  return `for (; row + ${(ROWS_AHEAD - 1) * lines}u < last; row += ${ROWS_AHEAD * lines}u) {
      ${ahead.map(({ read }) => read).join('\n      ')}
      ${ahead.map(({ use }) => use).join('\n      ')}
    }
    for (; row < last; row += ${lines}u) {
      let at = row * p.units + channel;
      ${reads.map(([name, of]) => `let ${name} = ${of('at')};`).join(' ')}
      ${use}
    }`;
}

const WRITE_PART = (buffer: string) => /* wgsl */ `
  if (inside && line == 0u) {
    ${buffer}[p.partsAt + 2u * group.y * p.units + channel] = shared1[lane];
    ${buffer}[p.partsAt + (2u * group.y + 1u) * p.units + channel] = shared2[lane];
  }
}`;

/**
 * Sums of x and of its square over a part of the rows, both taken from the first row's value: the variance of values
 * far from zero would drown otherwise, and sums with one common shift simply add up.
 */
export function statisticsShader(vector: boolean, lines: Lines, format: Format): string {
  const type = typeOf(vector);
  const x = elementsOf(vector, format);
  return /* wgsl */ `${PARAMS}
@group(0) @binding(0) var<storage, read> x: array<${x.stored}>;
@group(0) @binding(1) var<storage, read_write> stats: array<${type}>;
@group(0) @binding(2) var<uniform> p: Params;
${sharedSums(vector, lines)}
${entry(lines)}
  var first = ${zeroOf(vector)};
  var second = ${zeroOf(vector)};
  if (inside) {
    let shift = ${x.load('x', 'channel')};
    let last = min(p.rows, (group.y + 1u) * p.partRows);
    var row = group.y * p.partRows + line;
    ${alongRows(lines, { here: (at) => x.load('x', at) }, 'let value = here - shift; first += value; second += value * value;')}
  }
${addLines(lines)}
${WRITE_PART('stats')}`;
}

/** Adds the parts up and applies y = relu(gamma (x - mean) / deviation + beta + residual) to a piece of the rows. */
export function applyShader({ vector, lines, relu, residual, formats }: NormVariant): string {
  const type = typeOf(vector);
  const [x, y] = [elementsOf(vector, formats.x), elementsOf(vector, formats.y)];
  const added = elementsOf(vector, formats.residual ?? 'float');
  return /* wgsl */ `${PARAMS}
@group(0) @binding(0) var<storage, read> x: array<${x.stored}>;
@group(0) @binding(1) var<storage, read_write> stats: array<${type}>;
@group(0) @binding(2) var<storage, read> gamma: array<${type}>;
@group(0) @binding(3) var<storage, read> beta: array<${type}>;
@group(0) @binding(4) var<storage, read_write> runningMean: array<${type}>;
@group(0) @binding(5) var<storage, read_write> runningVariance: array<${type}>;
@group(0) @binding(6) var<storage, read_write> y: array<${y.stored}>;
${residual ? `@group(0) @binding(7) var<storage, read> residual: array<${added.stored}>;` : ''}
@group(0) @binding(${residual ? 8 : 7}) var<uniform> p: Params;
${sharedSums(vector, lines)}
${entry(lines)}
${addParts(vector, lines, 'stats')}
  if (!inside) { return; }
  let rows = f32(p.rows);
  let shifted = shared1[lane] / rows;
  let variance = max(${zeroOf(vector)}, shared2[lane] / rows - shifted * shifted);
  let mean = ${x.load('x', 'channel')} + shifted;
  let inverse = inverseSqrt(variance + p.epsilon);
  if (group.y == 0u && line == 0u) {
    stats[channel] = mean;
    stats[p.secondAt + channel] = inverse;
    let unbiased = variance * (rows / max(1.0, rows - 1.0));
    runningMean[channel] += p.momentum * (mean - runningMean[channel]);
    runningVariance[channel] += p.momentum * (unbiased - runningVariance[channel]);
  }
  let scale = gamma[channel] * inverse;
  let shift = beta[channel];
  let last = min(p.rows, (group.y + 1u) * p.pieceRows);
  var row = group.y * p.pieceRows + line;
  ${alongRows(
    lines,
    {
      here: (at) => x.load('x', at),
      ...(residual ? { addend: (at: string) => added.load('residual', at) } : {}),
    },
    `var value = (here - mean) * scale + shift;
    ${residual ? 'value += addend;' : ''}
    ${y.store('y', 'at', relu ? `max(${zeroOf(vector)}, value)` : 'value')}`,
  )}
}`;
}

/** The gradient at y before the ReLU: nothing where it cut off. */
function masked(vector: boolean, relu: boolean, formats: NormFormats): ReadOf {
  const [dy, y] = [elementsOf(vector, formats.dy ?? 'float'), elementsOf(vector, formats.y)];
  const zero = zeroOf(vector);
  return (at) =>
    relu ? `select(${zero}, ${dy.load('dy', at)}, ${y.load('y', at)} > ${zero})` : dy.load('dy', at);
}

/** Sums of the gradient, and of its product with x - mean, over a part of the rows. */
export function gradientSumsShader({ vector, lines, relu, formats }: Omit<NormVariant, 'residual'>): string {
  const type = typeOf(vector);
  const x = elementsOf(vector, formats.x);
  return /* wgsl */ `${PARAMS}
@group(0) @binding(0) var<storage, read> dy: array<${elementsOf(vector, formats.dy ?? 'float').stored}>;
@group(0) @binding(1) var<storage, read> x: array<${x.stored}>;
@group(0) @binding(2) var<storage, read> stats: array<${type}>;
@group(0) @binding(3) var<storage, read_write> sums: array<${type}>;
${relu ? `@group(0) @binding(4) var<storage, read> y: array<${elementsOf(vector, formats.y).stored}>;` : ''}
@group(0) @binding(${relu ? 5 : 4}) var<uniform> p: Params;
${sharedSums(vector, lines)}
${entry(lines)}
  var first = ${zeroOf(vector)};
  var second = ${zeroOf(vector)};
  if (inside) {
    let mean = stats[channel];
    let last = min(p.rows, (group.y + 1u) * p.partRows);
    var row = group.y * p.partRows + line;
    ${alongRows(
      lines,
      { slope: masked(vector, relu, formats), here: (at) => x.load('x', at) },
      'first += slope; second += slope * (here - mean);',
    )}
  }
${addLines(lines)}
${WRITE_PART('sums')}`;
}

/**
 * dx = gamma / deviation (g - mean(g) - normalised x · mean(g · normalised x)) (Ioffe & Szegedy 2015), dGamma and dBeta;
 * where a residual was added behind a ReLU, its gradient g as well.
 */
export function gradientApplyShader({ vector, lines, relu, residual, formats }: NormVariant): string {
  const type = typeOf(vector);
  const [x, dx] = [elementsOf(vector, formats.x), elementsOf(vector, formats.dx ?? 'float')];
  const dResidual = elementsOf(vector, formats.dResidual ?? 'float');
  const optional = [
    ...(relu ? [`var<storage, read> y: array<${elementsOf(vector, formats.y).stored}>;`] : []),
    ...(residual ? [`var<storage, read_write> dResidual: array<${dResidual.stored}>;`] : []),
    'var<uniform> p: Params;',
  ].map((declaration, index) => `@group(0) @binding(${index + 6}) ${declaration}`);
  return /* wgsl */ `${PARAMS}
@group(0) @binding(0) var<storage, read> dy: array<${elementsOf(vector, formats.dy ?? 'float').stored}>;
@group(0) @binding(1) var<storage, read> x: array<${x.stored}>;
@group(0) @binding(2) var<storage, read> stats: array<${type}>;
@group(0) @binding(3) var<storage, read_write> sums: array<${type}>;
@group(0) @binding(4) var<storage, read> gamma: array<${type}>;
@group(0) @binding(5) var<storage, read_write> dx: array<${dx.stored}>;
${optional.join('\n')}
${sharedSums(vector, lines)}
${entry(lines)}
${addParts(vector, lines, 'sums')}
  if (!inside) { return; }
  let mean = stats[channel];
  let inverse = stats[p.statsSecondAt + channel];
  let dBeta = shared1[lane];
  let dGamma = shared2[lane] * inverse;
  if (group.y == 0u && line == 0u) {
    sums[channel] = dGamma;
    sums[p.secondAt + channel] = dBeta;
  }
  let rows = f32(p.rows);
  let scale = gamma[channel] * inverse;
  let meanSlope = dBeta / rows;
  let tilt = dGamma / rows * inverse;
  let last = min(p.rows, (group.y + 1u) * p.pieceRows);
  var row = group.y * p.pieceRows + line;
  ${alongRows(
    lines,
    { slope: masked(vector, relu, formats), here: (at) => x.load('x', at) },
    `${dx.store('dx', 'at', '(scale * (slope - meanSlope - (here - mean) * tilt))')}
    ${residual ? dResidual.store('dResidual', 'at', 'slope') : ''}`,
  )}
}`;
}

/** Normalisation by given statistics. */
export function inferenceShader({ vector, relu, residual, formats }: Omit<NormVariant, 'lines'>): string {
  const type = typeOf(vector);
  const [x, y] = [elementsOf(vector, formats.x), elementsOf(vector, formats.y)];
  const added = elementsOf(vector, formats.residual ?? 'float');
  return /* wgsl */ `${HALF_FUNCTIONS}
struct Params { length: u32, units: u32, epsilon: f32, unused: u32 }
@group(0) @binding(0) var<storage, read> x: array<${x.stored}>;
@group(0) @binding(1) var<storage, read> gamma: array<${type}>;
@group(0) @binding(2) var<storage, read> beta: array<${type}>;
@group(0) @binding(3) var<storage, read> mean: array<${type}>;
@group(0) @binding(4) var<storage, read> variance: array<${type}>;
@group(0) @binding(5) var<storage, read_write> y: array<${y.stored}>;
${residual ? `@group(0) @binding(6) var<storage, read> residual: array<${added.stored}>;` : ''}
@group(0) @binding(${residual ? 7 : 6}) var<uniform> p: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lid: u32) {
  let at = (group.y * groups.x + group.x) * 64u + lid;
  if (at >= p.length) { return; }
  let channel = at % p.units;
  var value = (${x.load('x', 'at')} - mean[channel]) * (gamma[channel] * inverseSqrt(variance[channel] + p.epsilon)) + beta[channel];
  ${residual ? `value += ${added.load('residual', 'at')};` : ''}
  ${y.store('y', 'at', relu ? `max(${zeroOf(vector)}, value)` : 'value')}
}`;
}
