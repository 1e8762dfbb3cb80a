import { elementsOf, type Format, HALF_FUNCTIONS } from './element-format.ts';

/** Index of a thread in a dispatch of two dimensions. */
const LINEAR_ENTRY = /* wgsl */ `
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lid: u32) {
  let at = (group.y * groups.x + group.x) * 64u + lid;
  if (at >= p.length) { return; }`;

const WINDOW_PARAMS = /* wgsl */ `
struct Params {
  length: u32, channels: u32, inDepth: i32, inHeight: i32,
  inWidth: i32, outDepth: i32, outHeight: i32, outWidth: i32,
  depth: i32, height: i32, width: i32, strideDepth: i32,
  strideHeight: i32, strideWidth: i32, padDepth: i32, padHeight: i32,
  padWidth: i32,
}`;

/** What decides the code: whether a thread takes four channels, and how the maps lie in memory. */
export interface PoolVariant {
  readonly vector: boolean;
  readonly x: Format;
  readonly y: Format;
}

export interface PoolGradientVariant extends PoolVariant {
  readonly dy: Format;
  readonly dx: Format;
}

/** One thread for each output; neighbouring threads take neighbouring channels. Lengths along them are in elements. */
export function maxPoolShader({ vector, ...formats }: PoolVariant): string {
  const [x, y] = [elementsOf(vector, formats.x), elementsOf(vector, formats.y)];
  return /* wgsl */ `${HALF_FUNCTIONS}${WINDOW_PARAMS}
@group(0) @binding(0) var<storage, read> x: array<${x.stored}>;
@group(0) @binding(1) var<storage, read_write> y: array<${y.stored}>;
@group(0) @binding(2) var<uniform> p: Params;
${LINEAR_ENTRY}
  let channel = at % p.channels;
  let place = i32(at / p.channels);
  let base = vec3i(
    place / (p.outWidth * p.outHeight) % p.outDepth * p.strideDepth - p.padDepth,
    place / p.outWidth % p.outHeight * p.strideHeight - p.padHeight,
    place % p.outWidth * p.strideWidth - p.padWidth,
  );
  let image = place / (p.outWidth * p.outHeight * p.outDepth);
  let first = max(base, vec3i(0));
  let last = min(base + vec3i(p.depth, p.height, p.width), vec3i(p.inDepth, p.inHeight, p.inWidth));
  var largest = ${vector ? 'vec4f(-3.4028234e38)' : '-3.4028234e38'};
  for (var d = first.x; d < last.x; d++) {
    for (var h = first.y; h < last.y; h++) {
      for (var w = first.z; w < last.z; w++) {
        let pixel = ((image * p.inDepth + d) * p.inHeight + h) * p.inWidth + w;
        largest = max(largest, ${x.load('x', 'u32(pixel) * p.channels + channel')});
      }
    }
  }
  ${y.store('y', 'at', 'largest')}
}`;
}

/**
 * One thread for each input: it takes the gradients of the windows whose maximum it is, and of several equal ones the
 * first in row-major order. Gathering needs no atomic additions, so the sum has one order.
 */
export function maxPoolGradientShader({ vector, ...formats }: PoolGradientVariant): string {
  const [x, y] = [elementsOf(vector, formats.x), elementsOf(vector, formats.y)];
  const [dy, dx] = [elementsOf(vector, formats.dy), elementsOf(vector, formats.dx)];
  const [value, truth] = vector ? ['vec4f', 'vec4<bool>'] : ['f32', 'bool'];
  return /* wgsl */ `${HALF_FUNCTIONS}${WINDOW_PARAMS}
@group(0) @binding(0) var<storage, read> dy: array<${dy.stored}>;
@group(0) @binding(1) var<storage, read> x: array<${x.stored}>;
@group(0) @binding(2) var<storage, read> y: array<${y.stored}>;
@group(0) @binding(3) var<storage, read_write> dx: array<${dx.stored}>;
@group(0) @binding(4) var<uniform> p: Params;

fn input_at(image: i32, at: vec3i, channel: u32) -> ${value} {
  let place = u32(((image * p.inDepth + at.x) * p.inHeight + at.y) * p.inWidth + at.z) * p.channels + channel;
  return ${x.load('x', 'place')};
}

/** Of those that equal the window's maximum, whether no earlier pixel of the window does. */
fn first_of_equals(image: i32, base: vec3i, own: vec3i, channel: u32, value: ${value}, equal: ${truth}) -> ${truth} {
  let first = max(base, vec3i(0));
  let last = min(base + vec3i(p.depth, p.height, p.width), vec3i(p.inDepth, p.inHeight, p.inWidth));
  var leading = equal;
  for (var d = first.x; d < last.x; d++) {
    for (var h = first.y; h < last.y; h++) {
      for (var w = first.z; w < last.z; w++) {
        if (all(vec3i(d, h, w) == own) || !any(leading)) { return leading; }
        leading = leading & (input_at(image, vec3i(d, h, w), channel) != value);
      }
    }
  }
  return leading;
}
${LINEAR_ENTRY}
  let channel = at % p.channels;
  let place = i32(at / p.channels);
  let own = vec3i(place / (p.inWidth * p.inHeight) % p.inDepth, place / p.inWidth % p.inHeight, place % p.inWidth);
  let image = place / (p.inWidth * p.inHeight * p.inDepth);
  let window = vec3i(p.depth, p.height, p.width);
  let stride = vec3i(p.strideDepth, p.strideHeight, p.strideWidth);
  let pad = vec3i(p.padDepth, p.padHeight, p.padWidth);
  let outSize = vec3i(p.outDepth, p.outHeight, p.outWidth);
  let value = ${x.load('x', 'at')};
  let first = max((own + pad - window + stride) / stride, vec3i(0));
  let last = min((own + pad) / stride, outSize - 1);
  var sum = ${value}();
  for (var d = first.x; d <= last.x; d++) {
    for (var h = first.y; h <= last.y; h++) {
      for (var w = first.z; w <= last.z; w++) {
        let output = u32(((image * p.outDepth + d) * p.outHeight + h) * p.outWidth + w) * p.channels + channel;
        let equal = ${y.load('y', 'output')} == value;
        if (any(equal)) {
          let taken = first_of_equals(image, vec3i(d, h, w) * stride - pad, own, channel, value, equal);
          sum += select(${value}(), ${dy.load('dy', 'output')}, taken);
        }
      }
    }
  }
  ${dx.store('dx', 'at', 'sum')}
}`;
}

const AVERAGE_PARAMS = 'struct Params { length: u32, channels: u32, positions: u32 }';

/** @param format of the map; the means are floats */
export function globalAveragePoolShader(vector: boolean, format: Format): string {
  const x = elementsOf(vector, format);
  const value = vector ? 'vec4f' : 'f32';
  return /* wgsl */ `${HALF_FUNCTIONS}${AVERAGE_PARAMS}
@group(0) @binding(0) var<storage, read> x: array<${x.stored}>;
@group(0) @binding(1) var<storage, read_write> y: array<${value}>;
@group(0) @binding(2) var<uniform> p: Params;
${LINEAR_ENTRY}
  let start = at / p.channels * p.positions * p.channels + at % p.channels;
  var sum = ${value}();
  for (var position = 0u; position < p.positions; position++) {
    sum += ${x.load('x', 'start + position * p.channels')};
  }
  y[at] = sum / f32(p.positions);
}`;
}

/** @param format of the map's gradient; that of the means is in floats */
export function globalAveragePoolGradientShader(vector: boolean, format: Format): string {
  const dx = elementsOf(vector, format);
  return /* wgsl */ `${HALF_FUNCTIONS}${AVERAGE_PARAMS}
@group(0) @binding(0) var<storage, read> dy: array<${vector ? 'vec4f' : 'f32'}>;
@group(0) @binding(1) var<storage, read_write> dx: array<${dx.stored}>;
@group(0) @binding(2) var<uniform> p: Params;
${LINEAR_ENTRY}
  let mean = dy[at / (p.positions * p.channels) * p.channels + at % p.channels];
  ${dx.store('dx', 'at', '(mean / f32(p.positions))')}
}`;
}
