import type { UniformWords } from './uniform-words.ts';

/** A compute shader; programs of the same key are the same. */
export interface Program {
  readonly key: string;
  /** WGSL with the entry `main`; bindings of group 0 in the order in which they are given, the uniforms last. */
  readonly code: () => string;
}

export interface Dispatch {
  readonly program: Program;
  readonly bindings: readonly GPUBufferBinding[];
  readonly uniforms: UniformWords;
  /** Whether the uniforms differ from step to step, so that keeping them would be in vain. */
  readonly transient?: boolean;
  readonly workgroups: readonly [number, number, number];
}

/** Least that every device allows along one dimension of a dispatch. */
export const MOST_WORKGROUPS = 65_535;

/** Workgroups in two dimensions that cover a count which one dimension may not hold. */
export function spread(count: number): [number, number, number] {
  const rows = Math.ceil(count / MOST_WORKGROUPS);
  return [Math.ceil(count / rows), rows, 1];
}
