import type { Numbers, RawImage } from '../importer.ts';
import { library } from '../library.ts';

/** An image file that was read: in its own numbers, of 8 or 16 bits. */
export interface DecodedImage extends RawImage {
  readonly values: Uint8Array | Uint16Array;
}

/** What is larger is no image to train on, and may be made to exhaust memory. */
const MOST_PIXELS = 2 ** 26;

/**
 * Reads an image file: its pages, of which most kinds have one. PNG and TIFF are read by libraries, to the byte and with
 * 16 bits; what else there is, by the browser.
 *
 * @throws Error with words for a person where the file is broken; LabError `offline` where its reader cannot be fetched
 */
export async function decodeImage(bytes: Uint8Array<ArrayBuffer>): Promise<DecodedImage[]> {
  if (bytes.length === 0) throw new Error('it is empty');
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47])) return [await decodePng(bytes)];
  if (startsWith(bytes, [0x49, 0x49]) || startsWith(bytes, [0x4d, 0x4d])) return decodeTiff(bytes);
  return [await decodeByBrowser(bytes)];
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

function requireSize(width: number, height: number): void {
  if (!(width > 0 && height > 0)) throw new Error('it has no size');
  if (width * height > MOST_PIXELS) throw new Error(`it is ${width} × ${height} pixels large`);
}

const fastPng = library(() => import('fast-png'));
const utif = library(() => import('utif2'));

async function decodePng(bytes: Uint8Array<ArrayBuffer>): Promise<DecodedImage> {
  // Width and height stand at byte 16: looked at before anything is unpacked.
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33) throw new Error('it ends early');
  requireSize(view.getUint32(16), view.getUint32(20));
  const { decode, convertIndexedToRgb } = await fastPng();
  const png = decode(bytes, { checkCrc: true });
  const { width, height } = png;
  if (png.palette) {
    const values = convertIndexedToRgb(png);
    return withoutAlpha({
      values: new Uint8Array(values),
      edges: [height, width],
      channels: values.length / (width * height),
    });
  }
  if (png.depth < 8) {
    return { values: unpackBits(png.data, width, height, png.depth), edges: [height, width], channels: 1 };
  }
  const values = png.depth === 16 ? new Uint16Array(png.data) : new Uint8Array(png.data);
  return withoutAlpha({ values, edges: [height, width], channels: png.channels });
}

/** Greys of 1, 2 or 4 bits, rows filled up to whole bytes, spread over 0 to 255. */
function unpackBits(data: ArrayLike<number>, width: number, height: number, depth: number): Uint8Array {
  if (data.length === width * height)
    return Uint8Array.from(data, (value) => (value * 255) / (2 ** depth - 1));
  const rowBytes = Math.ceil((width * depth) / 8);
  const most = 2 ** depth - 1;
  return Uint8Array.from({ length: width * height }, (_, place) => {
    const [row, column] = [Math.floor(place / width), place % width];
    const byte = data[row * rowBytes + Math.floor((column * depth) / 8)]!;
    return (((byte >> (8 - depth - ((column * depth) % 8))) & most) * 255) / most;
  });
}

async function decodeTiff(bytes: Uint8Array<ArrayBuffer>): Promise<DecodedImage[]> {
  const { default: UTIF } = await utif();
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const pages = UTIF.decode(buffer);
  const images: DecodedImage[] = [];
  for (const page of pages) {
    const sizes = page as unknown as Record<string, number[] | undefined>;
    // ImageWidth, ImageLength, BitsPerSample, SamplesPerPixel, PhotometricInterpretation (TIFF 6.0, section 8).
    const [width = 0, height = 0] = [sizes.t256?.[0], sizes.t257?.[0]];
    requireSize(width, height);
    UTIF.decodeImage(buffer, page);
    const bits = sizes.t258?.[0] ?? 1;
    const samples = sizes.t277?.[0] ?? 1;
    const photometric = sizes.t262?.[0] ?? 1;
    const edges = [height, width];
    if (bits === 16 && photometric <= 2) {
      const { data, isLE } = page as unknown as { data: Uint8Array; isLE: boolean };
      const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
      const values = Uint16Array.from({ length: width * height * samples }, (_, at) =>
        view.getUint16(2 * at, isLE),
      );
      images.push(
        withoutAlpha({
          values: photometric === 0 ? values.map((value) => 65535 - value) : values,
          edges,
          channels: samples,
        }),
      );
    } else {
      images.push(withoutAlpha({ values: new Uint8Array(UTIF.toRGBA8(page)), edges, channels: 4 }));
    }
  }
  if (images.length === 0) throw new Error('it holds no image');
  return images;
}

/** JPEG, WebP, BMP and GIF (its first frame), without the screen's colours and as the camera was held. */
async function decodeByBrowser(bytes: Uint8Array<ArrayBuffer>): Promise<DecodedImage> {
  if (typeof createImageBitmap === 'undefined') throw new Error('only a browser reads this kind of image');
  const bitmap = await createImageBitmap(new Blob([bytes]), {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
  }).catch(() => {
    throw new Error('it cannot be read as an image');
  });
  try {
    const { width, height } = bitmap;
    requireSize(width, height);
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { willReadFrequently: true })!;
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    return withoutAlpha({ values: new Uint8Array(data.buffer), edges: [height, width], channels: 4 });
  } finally {
    bitmap.close();
  }
}

/** Grey where all channels are equal; transparency goes. */
function withoutAlpha({ values, edges, channels }: DecodedImage): DecodedImage {
  const isGrey = channels <= 2 || isEverywhereGrey(values, channels);
  const kept = isGrey ? 1 : 3;
  if (kept === channels) return { values, edges, channels };
  const pixels = values.length / channels;
  const out = values instanceof Uint16Array ? new Uint16Array(pixels * kept) : new Uint8Array(pixels * kept);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let channel = 0; channel < kept; channel++)
      out[pixel * kept + channel] = values[pixel * channels + channel]!;
  }
  return { values: out, edges, channels: kept };
}

function isEverywhereGrey(values: Numbers, channels: number): boolean {
  for (let at = 0; at < values.length; at += channels) {
    if (values[at] !== values[at + 1] || values[at] !== values[at + 2]) return false;
  }
  return true;
}
