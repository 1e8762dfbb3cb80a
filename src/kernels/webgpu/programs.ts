import type { Dispatch, Program } from './dispatch.ts';
import { LruCache } from './lru-cache.ts';

/** A network has some sixty shapes of kernels, times training and evaluation batches, full and ragged. */
const CACHED_BIND_GROUPS = 4096;

interface Pipeline {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/** What a dispatch is encoded with. */
export interface Prepared {
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
}

/** Compiled programs and the bind groups that they were given, both kept. */
export class Programs {
  readonly #device: GPUDevice;
  readonly #pipelines = new Map<string, Pipeline>();
  readonly #bindGroups = new LruCache<GPUBindGroup>(CACHED_BIND_GROUPS);
  readonly #bufferIds = new WeakMap<GPUBuffer, number>();
  #nextBufferId = 0;

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** @param bindings of group 0, the uniforms last */
  prepare(program: Program, bindings: readonly GPUBufferBinding[]): Prepared {
    const { pipeline, layout } = this.#pipeline(program);
    let key = program.key;
    for (const { buffer, offset, size } of bindings) {
      key += `|${this.#idOf(buffer)},${offset ?? 0},${size ?? 0}`;
    }
    const bindGroup = this.#bindGroups.get(key, () =>
      this.#device.createBindGroup({
        layout,
        entries: bindings.map((resource, binding) => ({ binding, resource })),
      }),
    );
    return { pipeline, bindGroup };
  }

  #pipeline({ key, code }: Program): Pipeline {
    const known = this.#pipelines.get(key);
    if (known) return known;
    const module = this.#device.createShaderModule({ label: key, code: code() });
    const pipeline = this.#device.createComputePipeline({
      label: key,
      layout: 'auto',
      compute: { module, entryPoint: 'main' },
    });
    const made = { pipeline, layout: pipeline.getBindGroupLayout(0) };
    this.#pipelines.set(key, made);
    return made;
  }

  #idOf(buffer: GPUBuffer): number {
    const known = this.#bufferIds.get(buffer);
    if (known !== undefined) return known;
    this.#nextBufferId += 1;
    this.#bufferIds.set(buffer, this.#nextBufferId);
    return this.#nextBufferId;
  }
}

export function encode(
  pass: GPUComputePassEncoder,
  { pipeline, bindGroup }: Prepared,
  workgroups: Dispatch['workgroups'],
): void {
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bindGroup);
  pass.dispatchWorkgroups(...workgroups);
}
