import UTIF from 'utif2';
import { expect, it } from 'vitest';
import { pngBytes } from '../../testing/image-files.ts';
import { decodeImage } from './decode.ts';

/** A ramp of greys with a coloured corner, as the browser itself writes it. */
async function written(type: string, quality = 1): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(24, 16);
  const context = canvas.getContext('2d')!;
  for (let column = 0; column < 24; column++) {
    context.fillStyle = `rgb(${column * 10} ${column * 10} ${column * 10})`;
    context.fillRect(column, 0, 1, 16);
  }
  const blob = await canvas.convertToBlob({ type, quality });
  expect(blob.type).toBe(type);
  return new Uint8Array(await blob.arrayBuffer());
}

it.each(['image/jpeg', 'image/webp', 'image/png'])(
  'reads %s in grey, near to what was drawn',
  async (type) => {
    const [image] = await decodeImage(await written(type));
    expect(image).toMatchObject({ edges: [16, 24] });
    const step = image!.channels;
    for (let column = 0; column < 24; column++) {
      expect(Math.abs(image!.values[(8 * 24 + column) * step]! - column * 10)).toBeLessThanOrEqual(6);
    }
    if (type === 'image/png') expect(image!.channels).toBe(1);
  },
);

it('reads the same bytes twice to the byte', async () => {
  const bytes = await written('image/jpeg', 0.8);
  const [one, other] = [await decodeImage(bytes), await decodeImage(bytes)];
  expect([...one[0]!.values]).toEqual([...other[0]!.values]);
});

/** BITMAPFILEHEADER and BITMAPINFOHEADER of 24 bits, rows from the bottom, filled up to 4 bytes. */
function bmpBytes(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(54 + 8 * 2);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  for (const [at, value] of [
    [2, bytes.length],
    [10, 54],
    [14, 40],
    [18, 2],
    [22, 2],
    [34, 16],
  ] as const)
    view.setUint32(at, value, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 24, true);
  bytes.set([30, 20, 10, 60, 50, 40], 54);
  bytes.set([3, 2, 1, 6, 5, 4], 62);
  return bytes;
}

it('reads BMP to the byte', async () => {
  const [image] = await decodeImage(bmpBytes());
  expect(image!.channels).toBe(3);
  expect([...image!.values]).toEqual([1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60]);
});

it('reads PNG of 16 bits to the number', async () => {
  const values = Uint16Array.from({ length: 64 }, (_, at) => at * 1000);
  const [image] = await decodeImage(pngBytes(values, 8, 8));
  expect([...image!.values]).toEqual([...values]);
});

it('reads TIFF of 8 and of 16 bits', async () => {
  const rgba = Uint8Array.from({ length: 4 * 64 }, (_, at) => (at % 4 === 3 ? 255 : at >> 2));
  const [eight] = await decodeImage(new Uint8Array(UTIF.encodeImage(rgba, 8, 8)));
  expect([...eight!.values]).toEqual(Array.from({ length: 64 }, (_, at) => at));
  const [sixteen] = await decodeImage(tiff16());
  expect([...sixteen!.values]).toEqual(Array.from({ length: 64 }, (_, at) => at * 900));
});

/** Baseline TIFF 6.0: one strip, 16 bits, black is zero. */
function tiff16(): Uint8Array<ArrayBuffer> {
  const tags: readonly (readonly [number, number, number])[] = [
    ...([
      [256, 3, 8],
      [257, 3, 8],
      [258, 3, 16],
      [259, 3, 1],
      [262, 3, 1],
    ] as const),
    ...([
      [273, 4, 200],
      [277, 3, 1],
      [278, 3, 8],
      [279, 4, 128],
    ] as const),
  ];
  const bytes = new Uint8Array(200 + 128);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0]);
  view.setUint32(4, 8, true);
  view.setUint16(8, tags.length, true);
  tags.forEach(([tag, type, value], index) => {
    const at = 10 + 12 * index;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, 1, true);
    if (type === 3) view.setUint16(at + 8, value, true);
    else view.setUint32(at + 8, value, true);
  });
  for (let at = 0; at < 64; at++) view.setUint16(200 + 2 * at, at * 900, true);
  return bytes;
}

it.each([
  ['nothing', new Uint8Array(0)],
  ['half a JPEG', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70])],
  ['half a PNG', pngBytes(new Uint8Array(64), 8, 8).slice(0, 40)],
  ['a text', new TextEncoder().encode('not an image at all')],
  ['half a TIFF', tiff16().slice(0, 60)],
])('%s is refused with words', async (_, bytes) => {
  await expect(decodeImage(new Uint8Array(bytes))).rejects.toThrow(/\w/);
});

/** GIF89a of one pixel a frame: the first frame of the first colour, the second of the second (LZW codes of 3 bits). */
function gifBytes(): Uint8Array<ArrayBuffer> {
  const frame = (code: number) => [
    ...[0x21, 0xf9, 4, 0, 10, 0, 0, 0],
    ...[0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, code, 1, 0],
  ];
  return Uint8Array.from([
    ...new TextEncoder().encode('GIF89a'),
    ...[1, 0, 1, 0, 0x80, 0, 0, ...[40, 80, 120], ...[200, 210, 220]],
    ...[...frame(0x44), ...frame(0x4c), 0x3b],
  ]);
}

it('of a GIF that moves the first frame is read', async () => {
  const images = await decodeImage(gifBytes());
  expect(images).toHaveLength(1);
  expect([...images[0]!.values]).toEqual([40, 80, 120]);
});
