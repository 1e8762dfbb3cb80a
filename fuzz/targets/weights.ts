import fc from 'fast-check';
import { readSafetensors } from '../../src/lab/start/read-safetensors.ts';
import { exampleWeights, weightsFile } from '../../src/lab/start/testing/example-weights.ts';
import { factsOfWeights } from '../../src/lab/start/weights.ts';
import { weightsHash } from '../../src/lab/start/weights-hash.ts';
import { mutatedBytes } from '../mutations/bytes.ts';
import { jsonText, mutated } from '../mutations/json.ts';
import { requireFinite } from '../oracles.ts';
import { require, target } from '../target.ts';

const SMALL = { width: 1, channels: 1 } as const;
const FILES = [
  weightsFile(exampleWeights({ ...SMALL, model: 'small-cnn' }, { classNames: ['no', 'yes'] }), {
    ...SMALL,
    model: 'small-cnn',
  }),
  weightsFile(exampleWeights({ model: 'linear', channels: 1 }, { edge: 3 }), {
    model: 'linear',
    channels: 1,
  }),
  weightsFile(exampleWeights(SMALL), SMALL),
];

/** Header and values of a file. */
function parts(file: Uint8Array): readonly [unknown, Uint8Array] {
  const length = Number(new DataView(file.buffer).getBigUint64(0, true));
  return [JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length))), file.subarray(8 + length)];
}

function withHeader(header: unknown, values: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(jsonText(header));
  const file = new Uint8Array(8 + text.length + values.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  file.set(values, 8 + text.length);
  return file;
}

/** Safetensors files near valid ones: bytes changed anywhere, or a header that does not fit the values. */
export const weights = target({
  name: 'weights',
  inputs: fc.oneof(
    ...FILES.map(mutatedBytes),
    ...FILES.map((file) => {
      const [header, values] = parts(file);
      return mutated([header]).map((changed) => withHeader(changed, values));
    }),
  ),
  async check(file) {
    const read = readSafetensors(file);
    const { classNames, ...facts } = factsOfWeights(read);
    requireFinite(facts, 'facts');
    require(classNames === null || classNames.length >= 1, 'no classes');
    for (const [name, { shape, values }] of read.arrays) {
      require(shape.reduce((product, edge) => product * edge, 1) ===
        values.length, `${name} has another size`);
      require(values.every(Number.isFinite), `${name} holds what is no number`);
    }
    const { model, features: _, ...shape } = facts;
    const again = readSafetensors(weightsFile(read, { model, ...shape }));
    require((await weightsHash(again)) === (await weightsHash(read)), 'they do not come back as they went');
  },
});
