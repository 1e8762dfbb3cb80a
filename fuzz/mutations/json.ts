import fc from 'fast-check';

type Container = Record<string, unknown> | unknown[];

/** Stands for what is too deep to be written by a program that descends into it. */
const ABYSS = 'abyss';

/** Names that an object has, or seems to have, before anything is put into it. */
const PROTOTYPE_KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length'];

function nested(depth: number, inArrays: boolean): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = inArrays ? [value] : { a: value };
  return value;
}

const strangeValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, undefined, true, false, 0, -0, 1, -1, 0.5, 2, 3, 255, 256, 65_536, 2 ** 31, 2 ** 32, 2 ** 53],
    ...[1e21, 1e308, Number.MIN_VALUE, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ...[
      '',
      ' ',
      '0',
      '1',
      'NaN',
      'null',
      'x'.repeat(5000),
      '\ud800',
      '\u0000',
      '=1+1',
      '../../x',
      '<b>',
      'ß',
    ],
    ...PROTOTYPE_KEYS,
    ABYSS,
    ...[[], {}, [[]], [null], { a: undefined }],
  ),
  fc
    .record({ depth: fc.constantFrom(10, 200, 1000), inArrays: fc.boolean() })
    .map(({ depth, inArrays }) => nested(depth, inArrays)),
  fc.integer({ min: -10, max: 1000 }),
  fc.double(),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.jsonValue({ maxDepth: 2 }),
);

const mutation = fc.record({
  /** Which way to take at each level; where it ends, something is done. */
  way: fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 7 }),
  kind: fc.constantFrom(
    ...([
      'replace',
      'replace',
      'drop',
      'retype',
      'twice',
      'strange-key',
      'swap',
      'nudge',
      'grow',
      'shrink',
    ] as const),
  ),
  value: strangeValue,
  other: fc.nat({ max: 1000 }),
});
type Mutation = typeof mutation extends fc.Arbitrary<infer Value> ? Value : never;

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
}

/** As JSON.parse does: `__proto__` becomes a field like any other. */
function put(container: Container, key: string, value: unknown): void {
  Object.defineProperty(container, key, { value, writable: true, enumerable: true, configurable: true });
}

function retyped(value: unknown): unknown {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value === '' ? 0 : Number(value) || [value];
  if (typeof value === 'boolean') return Number(value);
  if (Array.isArray(value)) return { ...value };
  return value === null ? 'null' : [value];
}

function nudged(value: unknown, other: number): unknown {
  if (value instanceof Float32Array || value instanceof Uint8Array) {
    const changed = value.slice(other % 2);
    changed[other % changed.length] = [Number.NaN, Number.POSITIVE_INFINITY, 2, 255][other % 4]!;
    return changed;
  }
  if (typeof value === 'number')
    return [value + 1, value - 1, -value, value * 1000, value + 0.5, value / 3][other % 6];
  if (typeof value === 'string')
    return [`${value} `, value.toUpperCase(), value.slice(1), `${value}${value}`][other % 4];
  return typeof value === 'boolean' ? !value : value;
}

function apply(root: unknown, { way, kind, value, other }: Mutation): void {
  let container = root;
  for (const [level, turn] of way.entries()) {
    if (!isContainer(container)) return;
    const keys = Object.keys(container);
    const key = keys[turn % keys.length];
    if (key === undefined) break;
    const child = (container as Record<string, unknown>)[key];
    if (isContainer(child) && level < way.length - 1) {
      container = child;
      continue;
    }
    const fields = container as Record<string, unknown>;
    switch (kind) {
      case 'replace':
        put(container, key, value);
        return;
      case 'drop':
        if (Array.isArray(container)) container.splice(Number(key), 1);
        else delete fields[key];
        return;
      case 'retype':
        put(container, key, retyped(child));
        return;
      case 'twice':
        if (Array.isArray(container)) container.push(child);
        else put(container, keys[other % keys.length]!, child);
        return;
      case 'strange-key':
        if (!Array.isArray(container))
          put(container, PROTOTYPE_KEYS[other % PROTOTYPE_KEYS.length]!, other % 2 ? value : child);
        return;
      case 'swap': {
        const second = keys[other % keys.length]!;
        const held = fields[second];
        put(container, second, child);
        put(container, key, held);
        return;
      }
      case 'nudge':
        put(container, key, nudged(child, other));
        return;
      case 'grow':
        if (Array.isArray(child))
          put(
            container,
            key,
            Array.from({ length: other % 200 }, (_, index) => child[index % Math.max(1, child.length)]),
          );
        return;
      case 'shrink':
        if (Array.isArray(child)) child.length = Math.min(child.length, other % 3);
        return;
    }
  }
}

/** Plain data near the given ones, with a few things about them changed. May hold what JSON cannot: NaN, undefined. */
export function mutated(valid: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc
    .tuple(fc.nat({ max: valid.length - 1 }), fc.array(mutation, { minLength: 1, maxLength: 5 }))
    .map(([index, mutations]) => {
      const root = { value: structuredClone(valid[index]) };
      for (const one of mutations) apply(root, one);
      return root.value;
    });
}

/** The deepest text: as deep as the stack is not. */
const DEEP = '['.repeat(100_000) + ']'.repeat(100_000);
/** Reading takes as long as the text is, so what is tried is not longer than a file of predictions. */
const LONGEST_TEXT = 2 ** 21;

/** The same as text, as a file or a link holds it. */
export function jsonText(data: unknown): string {
  const text = JSON.stringify(data) ?? 'null';
  let room = Math.floor((LONGEST_TEXT - text.length) / DEEP.length);
  if (text.length > LONGEST_TEXT) return 'null';
  return text.replaceAll(`"${ABYSS}"`, () => (room-- > 0 ? DEEP : 'null'));
}
