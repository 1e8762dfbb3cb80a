import type * as tf from '@tensorflow/tfjs-core';
import { matrixOf } from '../tensor-info.ts';

/**
 * How a tensor's values lie in its buffer. `half`: 16 bits each, four to a vec2u. `half-gradient`: the same times 2^14,
 * as gradients of activations are too small for 16 bits: those of a mean over a batch and its pixels are 1e-8 to 1e-3,
 * and a half loses its precision below 6e-5 (the scaling of the loss of Micikevicius et al. 2018, section 3.2, kept
 * inside the format, so that nothing else has to know of it).
 *
 * Halves are packed and unpacked by functions that every WebGPU device has, not by the type f16 of `shader-f16`: sums
 * are taken in 32 bits anyway, and so it runs, and is tested, everywhere.
 */
export type Format = 'float' | 'half' | 'half-gradient';

const GRADIENT_SCALE = 2 ** 14;

/** Bytes of one value. */
export function bytesPerValue(format: Format): number {
  return format === 'float' ? 4 : 2;
}

/** How a shader reaches the values of one buffer. */
export interface Elements {
  /** WGSL type of an element of the buffer's array. */
  readonly stored: string;
  /** Expression for the element's values: a vec4f, or an f32. */
  load(buffer: string, index: string): string;
  /** Statement that writes an element. */
  store(buffer: string, index: string, value: string): string;
}

const FLOATS: Omit<Elements, 'stored'> = {
  load: (buffer, index) => `${buffer}[${index}]`,
  store: (buffer, index, value) => `${buffer}[${index}] = ${value};`,
};

const VECTORS: Readonly<Record<Format, Elements>> = {
  float: { stored: 'vec4f', ...FLOATS },
  half: {
    stored: 'vec2u',
    load: (buffer, index) => `unpack_half(${buffer}[${index}])`,
    store: (buffer, index, value) => `${buffer}[${index}] = pack_half(${value});`,
  },
  'half-gradient': {
    stored: 'vec2u',
    load: (buffer, index) => `(unpack_half(${buffer}[${index}]) * ${1 / GRADIENT_SCALE})`,
    store: (buffer, index, value) => `${buffer}[${index}] = pack_half(${value} * ${GRADIENT_SCALE}.0);`,
  },
};

/** Four neighbouring channels as one element. */
export function vectorElements(format: Format): Elements {
  return VECTORS[format];
}

/** One value as one element; halves can be read so, not written, as two share a word. */
export function scalarElements(format: Format): Elements {
  if (format === 'float') return { stored: 'f32', ...FLOATS };
  const scale = format === 'half' ? '' : ` * ${1 / GRADIENT_SCALE}`;
  return {
    stored: 'u32',
    load: (buffer, index) => `(unpack2x16float(${buffer}[(${index}) / 2u])[(${index}) % 2u]${scale})`,
    store: () => {
      throw new Error('A single half cannot be written: two share a word.');
    },
  };
}

export function elementsOf(vector: boolean, format: Format): Elements {
  return vector ? vectorElements(format) : scalarElements(format);
}

/** Elements of a map [..., C] for a shader that takes four channels at a time where that is possible. */
export function elementsIn(map: tf.TensorInfo): {
  readonly vector: boolean;
  readonly length: number;
  readonly channels: number;
} {
  const { rows, channels } = matrixOf(map);
  const vector = channels % 4 === 0;
  const width = vector ? 4 : 1;
  return { vector, length: (rows * channels) / width, channels: channels / width };
}

/** Functions that shaders with halves need; what is larger than a half can be becomes the largest. */
export const HALF_FUNCTIONS = /* wgsl */ `
fn unpack_half(packed: vec2u) -> vec4f {
  return vec4f(unpack2x16float(packed.x), unpack2x16float(packed.y));
}
fn pack_half(value: vec4f) -> vec2u {
  let bounded = clamp(value, vec4f(-65504.0), vec4f(65504.0));
  return vec2u(pack2x16float(bounded.xy), pack2x16float(bounded.zw));
}`;

/** Turns packed halves into floats, four at a time. */
export function widenShader(format: Format): string {
  return /* wgsl */ `${HALF_FUNCTIONS}
struct Params { length: u32 }
@group(0) @binding(0) var<storage, read> packed: array<vec2u>;
@group(0) @binding(1) var<storage, read_write> floats: array<vec4f>;
@group(0) @binding(2) var<uniform> p: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lid: u32) {
  let at = (group.y * groups.x + group.x) * 64u + lid;
  if (at >= p.length) { return; }
  floats[at] = ${vectorElements(format).load('packed', 'at')};
}`;
}

/** The sum of two tensors of one shape and format. */
export function addShader(formats: { readonly operands: Format; readonly sum: Format }): string {
  const [operands, sum] = [vectorElements(formats.operands), vectorElements(formats.sum)];
  return /* wgsl */ `${HALF_FUNCTIONS}
struct Params { length: u32 }
@group(0) @binding(0) var<storage, read> left: array<${operands.stored}>;
@group(0) @binding(1) var<storage, read> right: array<${operands.stored}>;
@group(0) @binding(2) var<storage, read_write> sum: array<${sum.stored}>;
@group(0) @binding(3) var<uniform> p: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lid: u32) {
  let at = (group.y * groups.x + group.x) * 64u + lid;
  if (at >= p.length) { return; }
  ${sum.store('sum', 'at', `(${operands.load('left', 'at')} + ${operands.load('right', 'at')})`)}
}`;
}
