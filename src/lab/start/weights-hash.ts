import { createSHA256 } from 'hash-wasm';
import { littleEndian } from '../model-export/little-endian.ts';
import type { StartWeights } from './weights.ts';

/** As hash-wasm and Node have it. */
interface Hasher {
  update(data: string | Uint8Array): unknown;
  digest(encoding: 'hex'): string;
}

/**
 * SHA-256, by the hasher, over what a run that starts from them can see: classes, then each array by its name, with its shape and its values
 * as float32. So a run's weights, and the safetensors file that it was saved as, have one name.
 *
 * @returns 64 hex digits
 */
export function digestWeights({ arrays, classNames }: StartWeights, sha256: Hasher): string {
  sha256.update(`classes ${JSON.stringify(classNames)}\n`);
  for (const [name, { shape, values }] of [...arrays].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    sha256.update(`${name} [${shape.join()}]\n`);
    sha256.update(littleEndian(values));
  }
  return sha256.digest('hex');
}

/** @returns 64 hex digits, see {@link digestWeights} */
export async function weightsHash(weights: StartWeights): Promise<string> {
  return digestWeights(weights, await createSHA256());
}
