import { sliceImage, type Tiles } from '../ui/tiles.ts';

type Child = Node | string;

/** An element with its properties and what is in it; texts stay texts. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/**
 * A picture in true greys.
 *
 * @param label empty where words stand beside it
 * @param slice of a volume; default: the middle one
 */
export function picture(
  tiles: Tiles,
  label: string,
  slice = Math.floor(tiles.slices / 2),
): HTMLCanvasElement {
  const canvas = element('canvas', { width: tiles.size, height: tiles.size });
  if (label === '') canvas.setAttribute('aria-hidden', 'true');
  else {
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', label);
  }
  canvas.getContext('2d')!.putImageData(sliceImage(tiles, 0, slice), 0, 0);
  return canvas;
}
