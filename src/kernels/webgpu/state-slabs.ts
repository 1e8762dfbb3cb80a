import type * as tf from '@tensorflow/tfjs-core';
import { alignOffset } from './tensor-data.ts';
import type { TensorMemory } from './tensor-memory.ts';

/**
 * One field (values, momentum buffers, ...) of many parameters side by side in one buffer, so that one binding reaches
 * them all: separate buffers would allow one or two parameters a dispatch. The tensors stay ordinary ones that other
 * kernels read; one that was assigned anew is brought back at the next step.
 */
export class StateSlab {
  readonly #offsets: readonly number[];
  readonly #bytes: number;
  #buffer: GPUBuffer | null = null;

  /** @param sizes of the parameters, in bytes */
  constructor(sizes: readonly number[]) {
    let end = 0;
    this.#offsets = sizes.map((size) => {
      const offset = end;
      end = alignOffset(end + size);
      return offset;
    });
    this.#bytes = end;
  }

  /** First byte of each parameter. */
  get offsets(): readonly number[] {
    return this.#offsets;
  }

  /** Brings the tensors here, where they are not yet, and says where that is. */
  gather(backend: TensorMemory, tensors: readonly tf.TensorInfo[]): GPUBufferBinding {
    const places = tensors.map((tensor) => backend.binding(tensor));
    const isHome = places.map(
      ({ buffer, offset }, index) => buffer === this.#buffer && offset === this.#offsets[index],
    );
    // Once no tensor is left in it, the buffer has gone back to the pool.
    if (!isHome.includes(true)) this.#buffer = null;
    const buffer = this.#buffer ?? backend.pool.acquire(this.#bytes);
    this.#buffer = buffer;
    tensors.forEach((tensor, index) => {
      if (!isHome[index]) backend.moveInto(tensor, buffer, this.#offsets[index]!);
    });
    return { buffer, offset: 0, size: this.#bytes };
  }
}
