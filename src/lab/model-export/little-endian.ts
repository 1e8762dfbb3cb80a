/** As the bytes lie in memory, on every machine that browsers run on. */
export function littleEndian(values: Float32Array | Int32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
