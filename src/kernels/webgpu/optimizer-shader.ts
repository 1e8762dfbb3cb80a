import { isChanged } from '../optimizer-step.ts';
import { range } from '../range.ts';

/** Values that one workgroup updates, a multiple of 4 × 64. */
export const CHUNK = 4096;
/** Parameters of one dispatch at most. */
export const MOST_SLOTS = 16;

const PROXIMAL = /* wgsl */ `
  let g = clamp(gradient, vec4f(-c.clip), vec4f(c.clip)) + c.epochDecay * (value - reference) + c.weightDecay * value;`;

const ADAM = /* wgsl */ `
  firstMoment = c.beta1 * firstMoment + c.rest1 * g;
  secondMoment = c.beta2 * secondMoment + c.rest2 * g * g;
  value -= c.learningRate * (firstMoment * c.correction1) / (sqrt(secondMoment * c.correction2) + c.epsilon);`;

/**
 * The rules of ../optimizer-step.ts in WGSL, on vectors of four values: statements that update the variables `value` and
 * those named as the states by `gradient` and `c`, the numbers by their names.
 */
export const SGD_UPDATE = `
  let g = gradient + c.weightDecay * value;
  if (c.momentum != 0.0) {
    momentumBuffer = c.momentum * momentumBuffer + g;
    value -= c.learningRate * momentumBuffer;
  } else {
    value -= c.learningRate * g;
  }`;

export const ADAM_UPDATE = `
  let g = gradient + c.weightDecay * value;${ADAM}`;

export const PESG_UPDATE = `${PROXIMAL}
  if (c.momentum == 0.0) {
    value -= c.learningRate * g;
  } else {
    let blended = (1.0 - c.momentum) * momentumBuffer + c.momentum * g;
    momentumBuffer = select(blended, g, c.firstStep != 0.0);
    value -= c.learningRate * momentumBuffer;
  }
  accumulator += value;`;

export const PESG_ADAM_UPDATE = `${PROXIMAL}${ADAM}
  accumulator += value;`;

/** What decides the code. */
export interface StepShader {
  /** Value and states, each of which has a buffer of its own. */
  readonly fields: readonly string[];
  /** Names of the numbers in the uniforms, in order. */
  readonly constants: readonly string[];
  readonly update: string;
}

/**
 * One rule over several parameters: every workgroup takes a chunk of one of them, which it finds in the table of slots
 * (first chunk, place in the state's buffers, length; number and place of the gradient; all in vectors of four).
 */
export function optimizerShader({ fields, constants, update }: StepShader, gradients: number): string {
  const buffers = fields.map(
    (field, index) => `@group(0) @binding(${index}) var<storage, read_write> ${field}Buffer: array<vec4f>;`,
  );
  const sources = range(gradients).map(
    (index) =>
      `@group(0) @binding(${fields.length + index}) var<storage, read> gradient${index}: array<vec4f>;`,
  );
  const cases = range(gradients).map((index) => `case ${index}u: { return gradient${index}[at]; }`);
  const next = fields.length + gradients;
  return /* wgsl */ `
struct Slot { firstChunk: u32, place: u32, length: u32, gradient: u32, gradientPlace: u32, unused0: u32, unused1: u32, unused2: u32 }
struct Slots { entries: array<Slot, ${MOST_SLOTS}>, count: u32 }
struct Constants { ${constants.map((name) => `${name}: f32`).join(', ')} }
${buffers.join('\n')}
${sources.join('\n')}
@group(0) @binding(${next}) var<uniform> slots: Slots;
@group(0) @binding(${next + 1}) var<uniform> c: Constants;

fn gradient_at(which: u32, at: u32) -> vec4f {
  switch (which) {
    ${cases.join('\n    ')}
    default: { return vec4f(); }
  }
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lid: u32) {
  let chunk = group.y * groups.x + group.x;
  var which = 0u;
  while (which + 1u < slots.count && slots.entries[which + 1u].firstChunk <= chunk) { which++; }
  let slot = slots.entries[which];
  let start = (chunk - slot.firstChunk) * ${CHUNK / 4}u;
  let last = min(slot.length, start + ${CHUNK / 4}u);
  for (var index = start + lid; index < last; index += 64u) {
    let at = slot.place + index;
    let gradient = gradient_at(slot.gradient, slot.gradientPlace + index);
    ${fields.map((field) => `var ${field} = ${field}Buffer[at];`).join('\n    ')}
    ${update}
    ${fields
      .filter(isChanged)
      .map((field) => `${field}Buffer[at] = ${field};`)
      .join('\n    ')}
  }
}`;
}
