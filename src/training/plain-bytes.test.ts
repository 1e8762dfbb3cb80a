import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBytes, toBytes } from './plain-bytes.ts';

function joined(parts: readonly Uint8Array[]): ArrayBuffer {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes.buffer;
}

const array = fc.oneof(
  fc.float32Array({ maxLength: 9 }),
  fc.float64Array({ maxLength: 9 }),
  fc.uint8Array({ maxLength: 9 }),
  fc.uint16Array({ maxLength: 9 }),
);
const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.double(),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    array,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.string().filter((key) => !key.startsWith('$') && key !== '__proto__'),
      tie('value'),
      { maxKeys: 4, noNullPrototype: true },
    ),
    fc.array(fc.tuple(fc.string(), array), { maxLength: 3 }).map((entries) => new Map(entries)),
  ),
})).value;

describe('a plain value', () => {
  it('comes back as it was, to the last bit', () => {
    fc.assert(
      fc.property(plain, (value) => {
        expect(fromBytes(joined(toBytes(value)))).toEqual(value);
      }),
    );
    expect(fromBytes(joined(toBytes([-0, Number.NaN, Number.NEGATIVE_INFINITY, 0.1 + 0.2])))).toStrictEqual([
      -0,
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      0.1 + 0.2,
    ]);
  });

  it('takes its arrays as they are, views included', () => {
    const view = new Float32Array([1, 2, 3, 4, 5]).subarray(1, 4);
    expect(fromBytes(joined(toBytes({ view })))).toEqual({ view: new Float32Array([2, 3, 4]) });
    const large = new Float32Array(1024);
    const parts = toBytes({ large, again: [large] });
    expect(parts.filter((part) => part.buffer === large.buffer)).toHaveLength(1);
    expect(fromBytes(joined(parts))).toEqual({ large, again: [large] });
  });

  it('is refused where a single byte is missing or was changed', () => {
    const value = { name: 'x', weights: new Float32Array([1, 2, 3]), step: 7 };
    const bytes = new Uint8Array(joined(toBytes(value)));
    for (let place = 0; place < bytes.length; place++) {
      const damaged = bytes.slice();
      damaged[place]! ^= 1 << (place % 8);
      expect(() => fromBytes(damaged.buffer)).toThrow(TypeError);
      expect(() => fromBytes(bytes.slice(0, place).buffer)).toThrow(TypeError);
    }
  });

  it('that is none is refused', () => {
    expect(() => toBytes({ late: () => 1 })).toThrow('cannot be kept');
    expect(() => toBytes({ when: new Date(0) })).toThrow('cannot be kept');
  });
});
