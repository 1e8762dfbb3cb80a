import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfBits, halfValue } from '../light-table/half-float.ts';
import type { ModelShape } from '../model-shape.ts';
import { fitWeights, fitWords, whyUnfit } from './fit.ts';
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

  it.each(['module.', 'state_dict.', 'model.backbone.', 'encoder.'])(
    'under names that all begin with “%s” is the same net, and it is told',
    async (prefix) => {
      const weights = exampleWeights();
      const file = withHeader(weightsFile(weights), ({ __metadata__: _, ...header }) =>
        Object.fromEntries(Object.entries(header).map(([name, entry]) => [prefix + name, entry])),
      );
      const read = readSafetensors(file);
      expect(await weightsHash(read)).toBe(await weightsHash(weights));
      expect(factsOfWeights(read).told).toEqual([
        `The names of the net begin with “${prefix}”, which was taken off.`,
        '20 counts of batches (num_batches_tracked) were left out: nothing uses them.',
      ]);
      // One name without it, and it is another net.
      const mixed = withHeader(file, (header) => {
        const { [`${prefix}fc.bias`]: bias, ...rest } = header;
        return { ...rest, 'fc.bias': bias };
      });
      expect(() => readSafetensors(mixed)).toThrow(/lack/);
    },
  );

  it('of torchvision’s resnet18 trained on ImageNet is a start for grey images, and says what becomes of stem and head', () => {
    const shape = { width: 64, outputs: 1000, channels: 3 } as const;
    const torchvision = withHeader(
      weightsFile(exampleWeights(shape), shape),
      ({ __metadata__: _, ...header }) => header,
    );
    const facts = factsOfWeights(readSafetensors(torchvision));
    const target = {
      shape: { ...SMALL_SHAPE, width: 64, channels: 1, outputs: 1 },
      ...{ edge: 28, classNames: ['normal', 'pneumonia'] },
    };
    expect(whyUnfit(facts, target)).toBeNull();
    expect(fitWords(facts, target)).toEqual([
      '20 counts of batches (num_batches_tracked) were left out: nothing uses them.',
      'The weights saw three colours: their first layer is summed over them.',
      'The head is drawn anew, as the classes are others.',
    ]);
  });

  /** The file with some names taken out or changed, and arrays of other nets put in, of one value each. */
  function changed(file: Uint8Array, rename: (name: string) => string | null, more: readonly string[] = []) {
    let values: Uint8Array = file;
    const bytes = withHeader(file, (header) => {
      const length = Number(new DataView(file.buffer).getBigUint64(0, true));
      const kept: Header = {};
      const pieces: Uint8Array[] = [];
      let end = 0;
      const put = (name: string, dtype: string, shape: number[], piece: Uint8Array) => {
        kept[name] = { dtype, shape, data_offsets: [end, end + piece.length] };
        pieces.push(piece);
        end += piece.length;
      };
      for (const [name, entry] of Object.entries(header)) {
        const renamed = name === '__metadata__' ? null : rename(name);
        if (renamed === null) continue;
        const [from, to] = entry.data_offsets;
        put(renamed, entry.dtype, entry.shape, file.subarray(8 + length + from, 8 + length + to));
      }
      for (const name of more) put(name, 'I64', [1], new Uint8Array(8));
      values = new Uint8Array(pieces.flatMap((piece) => [...piece]));
      return kept;
    });
    const header = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    return Uint8Array.from([...bytes.subarray(0, 8 + header), ...values]);
  }

  it('of a backbone without a head says that the head is drawn, and has all else', () => {
    const weights = exampleWeights();
    const file = changed(weightsFile(weights), (name) =>
      name.startsWith('fc.') ? null : `backbone.${name}`,
    );
    const read = readSafetensors(file);
    expect([...read.arrays.keys()]).toEqual(
      [...weights.arrays.keys()].filter((name) => !name.startsWith('fc.')),
    );
    const facts = factsOfWeights(read);
    expect(facts).toMatchObject({ model: 'resnet-18', outputs: 0, features: 16, classNames: null });
    const target = { shape: SMALL_SHAPE, edge: 28, classNames: ['a', 'b'] };
    expect(whyUnfit(facts, target)).toBeNull();
    expect(fitWords(facts, target)).toEqual([
      'The names of the net begin with “backbone.”, which was taken off.',
      '20 counts of batches (num_batches_tracked) were left out: nothing uses them.',
      'The weights have no head: it is drawn anew, as in a run from scratch.',
    ]);
    expect([...fitWeights(read, facts, target).keys()]).toEqual([...read.arrays.keys()]);
  });

  it('with layers that are none of the net leaves them aside by name; a head of several layers is one of them', () => {
    const weights = exampleWeights();
    const more = ['projector.0.weight', 'queue', 'queue_ptr', 'backbone.fc.0.weight'];
    const file = changed(
      weightsFile(weights),
      (name) => (name.startsWith('fc.') ? null : `backbone.${name}`),
      more,
    );
    const read = readSafetensors(file);
    expect(read.arrays.size).toBe(weights.arrays.size - 2);
    expect(read.told).toContain(
      'Left aside, as the net has no such arrays: “projector.0.weight”, “queue”, “queue_ptr” and 1 more.',
    );
    const one = readSafetensors(changed(weightsFile(weights), (name) => name, ['aux.bias']));
    expect(one.told).toContain('Left aside, as the net has no such array: “aux.bias”.');
    expect(factsOfWeights(one).outputs).toBe(1);
  });

  it.each<[string, (name: string) => string | null, readonly string[], RegExp]>([
    [
      'of several nets',
      (name) => `encoder_q.${name}`,
      ['encoder_k.conv1.weight'],
      /several nets.*“encoder_q.”, “encoder_k.”/,
    ],
    ['of a deeper net', (name) => name, ['layer1.2.conv1.weight'], /another net.*“layer1.2.conv1.weight”/],
    ['of a cut net', (name) => (name.startsWith('layer4') ? null : name), [], /lack “layer4.0.downsample/],
    [
      'numbered by nn.Sequential',
      (name) => name.replace('conv1', '0').replace('fc', '9'),
      [],
      /no first layer “conv1”/,
    ],
  ])('%s is refused in words', (_, rename, more, words) => {
    expect(() => readSafetensors(changed(weightsFile(exampleWeights()), rename, more))).toThrow(words);
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

const hasReader = spawnSync('python3', ['-c', 'import safetensors, numpy']).status === 0;

it.runIf(hasReader)('is opened by the reader of the format itself, every value and note of it', () => {
  const weights = exampleWeights({}, { classNames: ['a', 'b'] });
  const folder = mkdtempSync(join(tmpdir(), 'safetensors-'));
  try {
    const path = join(folder, 'net.safetensors');
    writeFileSync(path, weightsFile(weights));
    const told = execFileSync('python3', ['scripts/check-safetensors.py', path], { encoding: 'utf8' });
    const { notes, arrays } = JSON.parse(told) as {
      notes: { card: string };
      arrays: Record<string, { shape: number[]; dtype: string; sum: number }>;
    };
    expect(JSON.parse(notes.card)).toMatchObject({ classNames: ['a', 'b'] });
    for (const [name, { shape, values }] of weights.arrays) {
      const sum = values.reduce((total, value) => total + value, 0);
      expect(arrays[name]).toEqual({ shape, dtype: 'float32', sum: expect.closeTo(sum, 5) });
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
