/** Typed arrays that are kept, by the name that stands in the file. */
const ARRAYS = { Float32Array, Float64Array, Uint8Array, Uint16Array, Uint32Array } as const;
type ArrayName = keyof typeof ARRAYS;
type KeptArray = InstanceType<(typeof ARRAYS)[ArrayName]>;

/** Marks what JSON has no word for; no key of ours begins so. */
const TAG = '$';
/** Arrays begin at multiples of it. */
const ALIGNMENT = 8;
/** Bytes before the structure: its length, the length of all arrays, and the sum over both. */
const PREFIX = 16;

/**
 * A plain value as bytes, to be written one part after the other: objects, lists, texts, numbers to the last bit, null,
 * maps, and typed arrays, which are not copied, and are written once however often they occur. What else
 * there is, is refused.
 *
 * @throws TypeError naming what cannot be kept
 */
export function toBytes(value: unknown): readonly Uint8Array<ArrayBuffer>[] {
  const arrays = new Map<KeptArray, number>();
  const content = tagged(value, arrays);
  const table = [...arrays.keys()].map((array) => [nameOf(array), array.length]);
  const structure = withBlanks(new TextEncoder().encode(JSON.stringify({ content, table })));
  const parts = [structure, ...arrays.keys()].map(aligned);
  const prefix = new DataView(new ArrayBuffer(PREFIX));
  prefix.setUint32(0, structure.length, true);
  prefix.setFloat64(
    4,
    parts.reduce((sum, part) => sum + part.length, 0),
    true,
  );
  prefix.setUint32(12, parts.reduce(checksum, structure.length), true);
  return [new Uint8Array(prefix.buffer), ...parts];
}

/**
 * The value of {@link toBytes}.
 *
 * @throws TypeError where a byte is not as it was written
 */
export function fromBytes(bytes: ArrayBuffer): unknown {
  if (bytes.byteLength < PREFIX) throw new TypeError('The bytes are cut short.');
  const prefix = new DataView(bytes, 0, PREFIX);
  const [structureLength, length] = [prefix.getUint32(0, true), prefix.getFloat64(4, true)];
  const body = new Uint8Array(bytes, PREFIX);
  if (body.length !== length || length % ALIGNMENT !== 0 || structureLength > length)
    throw new TypeError('The bytes are cut short.');
  if (checksum(structureLength, body) !== prefix.getUint32(12, true))
    throw new TypeError('The bytes are damaged.');
  const text = new TextDecoder().decode(body.subarray(0, structureLength));
  const { content, table } = JSON.parse(text) as { content: unknown; table: [ArrayName, number][] };
  let offset = PREFIX + structureLength;
  const arrays = table.map(([name, count]) => {
    const type = ARRAYS[name];
    const size = count * type.BYTES_PER_ELEMENT;
    const array = new type(bytes.slice(offset, offset + size));
    offset += size + paddingOf(size);
    return array;
  });
  return untagged(content, arrays);
}

/** @param arrays gains those that are met, each with its place */
function tagged(value: unknown, arrays: Map<KeptArray, number>): unknown {
  if (typeof value === 'number') {
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : { [TAG]: 'number', text: numberText(value) };
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((item) => tagged(item, arrays));
  if (value instanceof Map) return { [TAG]: 'map', entries: tagged([...value], arrays) };
  if (nameOf(value) !== null) {
    const array = value as KeptArray;
    const place = arrays.get(array) ?? arrays.size;
    arrays.set(array, place);
    return { [TAG]: 'array', place };
  }
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) {
    throw new TypeError(`A ${typeof value} (${String(value)}) cannot be kept.`);
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, tagged(item, arrays)]));
}

function untagged(value: unknown, arrays: readonly KeptArray[]): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => untagged(item, arrays));
  const { [TAG]: tag, ...rest } = value as Record<string, unknown>;
  if (tag === 'number') return Number(rest.text);
  if (tag === 'map') return new Map(untagged(rest.entries, arrays) as [unknown, unknown][]);
  if (tag === 'array') return arrays[rest.place as number];
  return Object.fromEntries(Object.entries(rest).map(([key, item]) => [key, untagged(item, arrays)]));
}

function nameOf(value: unknown): ArrayName | null {
  const names = Object.keys(ARRAYS) as ArrayName[];
  return names.find((name) => value instanceof ARRAYS[name]) ?? null;
}

function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

const paddingOf = (length: number) => (ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT;

/** JSON may end in blanks. */
function withBlanks(json: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(json.length + paddingOf(json.length)).fill(0x20);
  whole.set(json);
  return whole;
}

/** The bytes, copied only where they do not fill up whole words. */
function aligned(array: KeptArray): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(array.buffer as ArrayBuffer, array.byteOffset, array.byteLength);
  const padding = paddingOf(bytes.length);
  if (padding === 0 && bytes.byteOffset % ALIGNMENT === 0) return bytes;
  const copy = new Uint8Array(bytes.length + padding);
  copy.set(bytes);
  return copy;
}

/** FNV-1a over words of 32 bits: it is to find what was torn or overwritten, and hundreds of megabytes pass through it. */
function checksum(sum: number, bytes: Uint8Array<ArrayBuffer>): number {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  let hash = sum;
  for (let place = 0; place < words.length; place++) hash = Math.imul(hash ^ words[place]!, 0x01000193);
  return hash >>> 0;
}
