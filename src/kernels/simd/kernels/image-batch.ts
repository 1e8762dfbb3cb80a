import type { TensorInfo } from '@tensorflow/tfjs-core';
import { integerPower } from '../../../lab/exact-math.ts';
import { IMAGE_BATCH, IMAGE_BATCH_END, type ImageBatch } from '../../image-batch.ts';
import { implement } from '../../kernel.ts';
import type { SimdBackend } from '../simd-backend.ts';
import type { SimdKernel } from './simd-kernel.ts';

const FLOAT = 4;
const DOUBLE = 8;
/** As in assembly/image-batch.ts. */
const KINDS = { end: 0, mirror: 1, rotate: 2, noise: 3 } as const;
/** A change: its kind and two numbers. */
type Numbers = readonly [kind: number, a: number, b: number];
const END: Numbers = [KINDS.end, 0, 0];
/** Bytes of a rotation's table for each pixel of a plane (assembly/rotate.ts). */
const TURN_BYTES = 40;

export const IMAGE_BATCH_KERNELS: readonly SimdKernel[] = [
  implement(IMAGE_BATCH, ({ attributes: batch, backend }) => {
    // The memory of a batch that is still being made is used again.
    backend.finishBatch();
    const out = backend.allocate(batch.shape);
    beginImages(backend, batch, out);
    return out;
  }),
  implement(IMAGE_BATCH_END, ({ backend }) => {
    backend.finishBatch();
    return [];
  }),
];

function beginImages(backend: SimdBackend, batch: ImageBatch, out: TensorInfo): void {
  const { images, changes, geometry, normalisation, shape } = batch;
  const { dims, size, channels } = geometry;
  const length = images[0]!.length;
  const levels = normalisation ? [...normalisation.mean, ...normalisation.deviation] : [];
  const program: number[] = [];
  const starts = images.map((_, image) => {
    const start = program.length * DOUBLE;
    for (const change of changes[image] ?? []) program.push(...numbersOf(change, geometry));
    program.push(...END);
    return start;
  });
  // Each thread has an image to read from, one to write to, and a table.
  const spaceBytes = 2 * length * FLOAT + size * size * TURN_BYTES;
  const [doubleBytes, startBytes] = [(levels.length + program.length) * DOUBLE, starts.length * FLOAT];
  const pixels = doubleBytes + startBytes;
  const inputBytes = DOUBLE * Math.ceil((pixels + images.length * length) / DOUBLE);
  const input = backend.heap.allocate(inputBytes + backend.pool.places * spaceBytes);
  const bytes = backend.bytes(input, inputBytes);
  new Float64Array(bytes.buffer, input).set([...levels, ...program]);
  new Uint32Array(bytes.buffer, input + doubleBytes).set(starts);
  images.forEach((image, place) => {
    bytes.set(image, pixels + place * length);
  });
  backend.beginBatch(out, input, images.length, [
    ...[input + pixels, backend.address(out)],
    ...[dims === 3 ? size : 1, size, channels, shape.length < dims + 2 ? 1 : 0],
    ...[input + doubleBytes, input + levels.length * DOUBLE, normalisation ? input : 0],
    ...[input + inputBytes, spaceBytes],
  ]);
}

function numbersOf(
  change: ImageBatch['changes'][number][number],
  { dims, size, channels }: ImageBatch['geometry'],
): Numbers {
  switch (change.kind) {
    case 'mirror': {
      const inner = integerPower(size, dims - 1 - change.axis) * channels;
      return [KINDS.mirror, integerPower(size, change.axis), inner];
    }
    case 'rotate':
      return [KINDS.rotate, change.sine, change.cosine];
    case 'noise':
      return [KINDS.noise, change.sigma, change.seed >>> 0];
  }
}
