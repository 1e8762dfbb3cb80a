/** The AssemblyScript kernels, compiled by scripts/assemblyscript-plugin.ts: the bytes of a WebAssembly module. */
declare module 'virtual:simd-kernels/*' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
