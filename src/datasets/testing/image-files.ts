import { encode } from 'fast-png';
import { zipSync } from 'fflate';
import type { ImportFile } from '../../lab/import/import-file.ts';

/** Bytes of a PNG of 8 or 16 bits, grey or in colour. */
export function pngBytes(
  values: Uint8Array | Uint16Array,
  width: number,
  height: number,
): Uint8Array<ArrayBuffer> {
  const depth = values instanceof Uint16Array ? 16 : 8;
  return new Uint8Array(
    encode({ width, height, data: values, depth, channels: values.length / (width * height) }),
  );
}

/** Bytes of a baseline TIFF (6.0) of grey pages of 8 bits, each in one strip. */
export function tiffBytes(
  pages: readonly Uint8Array[],
  width: number,
  height: number,
): Uint8Array<ArrayBuffer> {
  const tags = 9;
  const head = 2 + 12 * tags + 4;
  const bytes = new Uint8Array(8 + pages.length * (head + width * height));
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0]);
  view.setUint32(4, 8, true);
  pages.forEach((pixels, page) => {
    const at = 8 + page * (head + width * height);
    const values: readonly (readonly [number, number])[] = [
      ...([
        [256, width],
        [257, height],
        [258, 8],
        [259, 1],
        [262, 1],
      ] as const),
      ...([
        [273, at + head],
        [277, 1],
        [278, height],
        [279, width * height],
      ] as const),
    ];
    view.setUint16(at, tags, true);
    values.forEach(([tag, value], index) => {
      const field = at + 2 + 12 * index;
      view.setUint16(field, tag, true);
      view.setUint16(field + 2, 4, true);
      view.setUint32(field + 4, 1, true);
      view.setUint32(field + 8, value, true);
    });
    const isLast = page === pages.length - 1;
    view.setUint32(at + head - 4, isLast ? 0 : at + head + width * height, true);
    bytes.set(pixels, at + head);
  });
  return bytes;
}

/** Files as of a folder that was dropped. */
export function folderOf(files: Readonly<Record<string, Uint8Array<ArrayBuffer> | string>>): ImportFile[] {
  return Object.entries(files).map(([path, content]) => ({
    path,
    file: new File([content], path.replace(/^.*\//, '')),
  }));
}

/** The same files in a zip. */
export function zipOf(
  files: Readonly<Record<string, Uint8Array<ArrayBuffer> | string>>,
  name = 'images.zip',
): ImportFile[] {
  const entries = Object.entries(files).map(
    ([path, content]) =>
      [path, typeof content === 'string' ? new TextEncoder().encode(content) : content] as const,
  );
  return [{ path: name, file: new File([new Uint8Array(zipSync(Object.fromEntries(entries)))], name) }];
}

/** Images of two classes, class 1 brighter, as PNG in folders of their class: `normal/case3_1.png`. */
export function classFolders(count: number, edge = 12, root = ''): Record<string, Uint8Array<ArrayBuffer>> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => {
      const label = index % 2;
      const values = Uint8Array.from(
        { length: edge * edge },
        (_unused, at) => ((at * 37 + index * 11) % 90) + label * 120,
      );
      const path = `${root}${label ? 'sick' : 'normal'}/case${index >> 2}_${index}.png`;
      return [path, pngBytes(values, edge, edge)];
    }),
  );
}
