/** A compute shader; programs of the same key are the same. */
export interface Program {
  readonly key: string;
  /** WGSL with the entry `main`; bindings of group 0 in the order in which they are given, the uniforms last. */
  readonly code: () => string;
}

/** Values of a program's uniform struct, in order; the struct has 4-byte members only. */
export type UniformWords = Uint32Array<ArrayBuffer>;

export interface Dispatch {
  readonly program: Program;
  readonly bindings: readonly GPUBufferBinding[];
  readonly uniforms: UniformWords;
  /** Whether the uniforms differ from step to step, so that keeping them would be in vain. */
  readonly transient?: boolean;
  readonly workgroups: readonly [number, number, number];
}
