import { createSHA256 } from 'hash-wasm';
import { createRandom, STREAM } from '../../lab/random.ts';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { BatchPixelBuilder } from '../batch/batch-pixels.ts';
import { epochBatches } from '../batch/epoch-batches.ts';
import { syntheticDataset } from './synthetic-dataset.ts';

/** SHA-256 (hex) of the bytes of some numbers. */
export async function digestOf(...values: readonly ArrayBufferView[]): Promise<string> {
  const sha256 = await createSHA256();
  for (const { buffer, byteOffset, byteLength } of values) {
    sha256.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return sha256.digest();
}

const AUGMENTED = {
  noise: { augment: { noise: { sigma: 0.05 } } },
  rotation: { augment: { rotation: { degrees: 10 } } },
  elastic: { augment: { elastic: { amplitude: 2 } } },
  crop: { augment: { crop: {} } },
  contrast: { augment: { contrast: {} } },
  erasing: { augment: { erasing: {} } },
  mixup: { augment: { flip: {}, mixup: {} }, loss: { name: 'cross-entropy' } },
  everything: {
    augment: { flip: {}, shift: {}, intensity: {}, noise: {}, rotation: {}, elastic: {}, invert: {} },
    normalise: 'train',
  },
} as const;

/** What is drawn before and beside the network, as digests of its bytes: they must not hang on the engine. */
export async function drawDigests(): Promise<Readonly<Record<string, string>>> {
  const random = createRandom(1, STREAM.reference);
  const digests: Record<string, string> = {
    normals: await digestOf(Float64Array.from({ length: 4096 }, () => random.normal())),
  };
  for (const [name, changes] of Object.entries(AUGMENTED)) {
    for (const dims of [2, 3] as const) {
      const dataset = syntheticDataset({ dims, channels: dims === 2 ? 3 : 1 });
      const recipe = parseRecipe({ ...changes, batch: 16, balance: { name: 'upsample' } });
      const builder = new BatchPixelBuilder(dataset, recipe);
      const built = epochBatches(dataset, recipe, 1).map((batch) => builder.training(batch, 1));
      digests[`${name}, ${dims}D`] = await digestOf(
        ...built.flatMap(({ values, mix }) => (mix ? [values, mix.shares, mix.partners] : [values])),
      );
    }
  }
  return digests;
}
