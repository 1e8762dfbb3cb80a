import type { BackendName } from '../../../lab/run-record.ts';
import type { Backend } from './backend.ts';
import { cpu } from './cpu.ts';
import { simd } from './simd.ts';
import { webgl } from './webgl.ts';
import { webgpu } from './webgpu.ts';

/** In the order in which they are tried when nobody chooses. */
export const BACKEND_REGISTRY: readonly Backend[] = [webgpu, simd, webgl, cpu];

export function findBackend(name: BackendName): Backend {
  return BACKEND_REGISTRY.find((backend) => backend.name === name)!;
}
