import type { StockUniform } from './stock-backend.ts';

/** Values of a program's uniform struct, in order; the struct has 4-byte members only. */
export type UniformWords = Uint32Array<ArrayBuffer>;

/** Words of a uniform struct: integers, and floats in their own wrapping. */
export function words(...values: readonly (number | { readonly float: number })[]): UniformWords {
  const result = new Uint32Array(Math.ceil(values.length / 4) * 4);
  const floats = new Float32Array(result.buffer);
  values.forEach((value, index) => {
    if (typeof value === 'number') result[index] = value;
    else floats[index] = value.float;
  });
  return result;
}

/** Lays values out as the stock programs' uniform struct is: the alignment of WGSL's scalars and vectors. */
export function packStockUniforms(uniforms: readonly StockUniform[]): UniformWords {
  const alignments = uniforms.map(({ data }) => (data.length <= 1 ? 4 : data.length === 2 ? 8 : 16));
  let end = 0;
  const offsets = uniforms.map(({ data }, index) => {
    // Shapes of five or six are structs of their own in the stock programs.
    const afterStruct = (uniforms[index - 1]?.data.length ?? 0) > 4;
    const alignment = afterStruct ? 16 : alignments[index]!;
    const offset = Math.ceil(end / alignment) * alignment;
    end = offset + 4 * Math.max(1, data.length);
    return offset;
  });
  const words = new Uint32Array(Math.ceil(end / 16) * 4);
  uniforms.forEach(({ type, data }, index) => {
    const [from, length] = [offsets[index]!, Math.max(1, data.length)];
    const view =
      type === 'float32'
        ? new Float32Array(words.buffer, from, length)
        : new Int32Array(words.buffer, from, length);
    view.set(data.length > 0 ? data : [1]);
  });
  return words;
}
