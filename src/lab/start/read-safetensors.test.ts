import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfBits, halfValue } from '../light-table/half-float.ts';
import type { ModelShape } from '../model-shape.ts';
import { readSafetensors } from './read-safetensors.ts';
import { exampleWeights, SMALL_SHAPE, weightsFile } from './testing/example-weights.ts';
import { factsOfWeights, type StartWeights } from './weights.ts';
import { weightsHash } from './weights-hash.ts';

type Header = Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>;

/** The file with its header changed, whatever the values then mean. */
function withHeader(file: Uint8Array, change: (header: Header) => unknown): Uint8Array {
  const length = Number(new DataView(file.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
  const text = new TextEncoder().encode(JSON.stringify(change(header) ?? header));
  const changed = new Uint8Array(8 + text.length + file.length - 8 - length);
  new DataView(changed.buffer).setBigUint64(0, BigInt(text.length), true);
  changed.set(text, 8);
  changed.set(file.subarray(8 + length), 8 + text.length);
  return changed;
}

/** The same net with its values in 16 bits. */
function halved(weights: StartWeights, dtype: 'F16' | 'BF16'): Uint8Array {
  const bits = (value: number) =>
    dtype === 'F16' ? halfBits(value) : new Uint32Array(Float32Array.of(value).buffer)[0]! >>> 16;
  const header: Record<string, unknown> = {};
  const values: number[] = [];
  for (const [name, array] of weights.arrays) {
    const from = 2 * values.length;
    values.push(...Array.from(array.values, bits));
    header[name] = { dtype, shape: array.shape, data_offsets: [from, 2 * values.length] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + 2 * values.length);
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  for (const [place, value] of values.entries()) view.setUint16(8 + text.length + 2 * place, value, true);
  return file;
}

describe('a safetensors file', () => {
  it.each<[string, Partial<ModelShape>]>([
    ['a ResNet-18', {}],
    ['volumes', { dims: 3, channels: 1 }],
    ['the small stem', { stem: 'small', channels: 1, outputs: 4 }],
    ['a small CNN', { model: 'small-cnn' }],
    ['a linear model', { model: 'linear' }],
  ])('that the lab wrote of %s is read back to the bit, under the same hash', async (_, changes) => {
    const outputs = changes.outputs ?? 1;
    const classNames = outputs === 1 ? ['no', 'yes'] : ['a', 'b', 'c', 'd'];
    const weights = exampleWeights(changes, { classNames });
    const read = readSafetensors(weightsFile(weights, changes));
    expect(read.classNames).toEqual(classNames);
    expect([...read.arrays.keys()].toSorted()).toEqual([...weights.arrays.keys()].toSorted());
    for (const [name, array] of weights.arrays) expect(read.arrays.get(name)).toEqual(array);
    expect(await weightsHash(read)).toBe(await weightsHash(weights));
    const { model = 'resnet-18', ...shape } = { ...SMALL_SHAPE, ...changes };
    if (model !== 'linear') expect(factsOfWeights(read)).toMatchObject({ model, ...shape });
  });

  it.each(['F16', 'BF16'] as const)('of %s is read as float32', (dtype) => {
    const weights = exampleWeights();
    const read = readSafetensors(halved(weights, dtype));
    const { values } = read.arrays.get('conv1.weight')!;
    weights.arrays.get('conv1.weight')!.values.forEach((value, place) => {
      if (dtype === 'F16') expect(values[place]).toBe(halfValue(halfBits(value)));
      else expect(Math.abs(values[place]! - value)).toBeLessThanOrEqual(Math.abs(value) / 128);
    });
  });

  it('gets another hash by any change of a value, a class or a name', async () => {
    const weights = exampleWeights({}, { classNames: ['a', 'b'] });
    const hashes = [await weightsHash(weights), await weightsHash({ ...weights, classNames: null })];
    hashes.push(await weightsHash({ ...weights, classNames: ['a', 'c'] }));
    const arrays = new Map(weights.arrays);
    const bias = arrays.get('bn1.bias')!;
    arrays.set('bn1.bias', { ...bias, values: bias.values.map((value, at) => (at === 1 ? -value : value)) });
    hashes.push(await weightsHash({ ...weights, arrays }));
    expect(new Set(hashes).size).toBe(4);
    // The order in which arrays were read says nothing.
    const turned = { ...weights, arrays: new Map([...weights.arrays].toReversed()) };
    expect(await weightsHash(turned)).toBe(hashes[0]);
  });

  const file = weightsFile(exampleWeights());

  it.each<[string, Uint8Array, RegExp]>([
    ['empty', new Uint8Array(), /too short/],
    ['of eight bytes of length alone', new Uint8Array(8).fill(255), /no safetensors file/],
    ['cut', file.slice(0, -100), /speaks of \d+ bytes of values, and the file has/],
    ['with bytes behind', Uint8Array.from([...file, 0]), /and the file has/],
    ['no JSON', file.map((byte, at) => (at === 8 ? 0 : byte)), /not JSON/],
    ['of another type', withBias({ dtype: 'F64' }), /type F64; F32/],
    ['of no type', withBias({ dtype: 'constructor' }), /type constructor/],
    ['with a hole', withBias({ data_offsets: [4, 8] }), /begins at byte/],
    ['with another shape', withBias({ shape: [7] }), /asks for 28/],
    ['with a negative shape', withBias({ shape: [-1] }), /not one of the format/],
    [
      'of a deeper net',
      withHeader(file, rename('layer1.0.conv1.weight', 'layer1.2.conv1.weight')),
      /lack “layer1\.0\.conv1\.weight”/,
    ],
    ['without a head', withHeader(file, rename('fc.weight', 'classifier.weight')), /no linear layer “fc”/],
  ])('that is %s is refused in words', (_, bytes, words) => {
    expect(() => readSafetensors(bytes)).toThrow(words);
  });

  it('with a value that is no number is refused', () => {
    const weights = exampleWeights();
    weights.arrays.get('fc.bias')!.values[0] = Number.NaN;
    expect(() => readSafetensors(weightsFile(weights))).toThrow(/“fc.bias” holds NaN/);
  });

  it('with a card that does not fit is read without classes', () => {
    const weights = exampleWeights({}, { classNames: ['only one', 'two', 'three'] });
    expect(readSafetensors(weightsFile(weights)).classNames).toBeNull();
  });

  it('whose bytes are changed anywhere is read or refused in words', () => {
    const change = fc.tuple(fc.nat({ max: file.length - 1 }), fc.nat({ max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const damaged = file.slice();
        for (const [at, byte] of changes) damaged[at] = byte;
        try {
          factsOfWeights(readSafetensors(damaged));
        } catch (error) {
          expect(error).toMatchObject({ code: 'bad-weights' });
        }
      }),
      { numRuns: 100 },
    );
  });
});

function withBias(change: object): Uint8Array {
  return withHeader(weightsFile(exampleWeights()), (header) => ({
    ...header,
    'fc.bias': { ...header['fc.bias'], ...change },
  }));
}

function rename(from: string, to: string) {
  return (header: Header) =>
    Object.fromEntries(Object.entries(header).map(([name, entry]) => [name === from ? to : name, entry]));
}
