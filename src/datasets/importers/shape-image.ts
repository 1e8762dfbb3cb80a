import { integerPower } from '../../lab/exact-math.ts';
import type { Window } from '../../lab/import/found.ts';
import type { ImportOptions } from '../../lab/import/options.ts';
import type { RawImage } from './importer.ts';

/** What each image becomes. */
export interface Goal {
  readonly window: Window;
  readonly square: ImportOptions['square'];
  readonly dims: 2 | 3;
  readonly size: number;
  readonly channels: 1 | 3;
}

/**
 * Writes an image as bytes [(depth,) size, size, channels]: greys of the window become 0 to 255, colour is kept or becomes
 * grey, then the image is made square and scaled. An image that is as it should be is copied, to the byte.
 */
export function shapeImage(image: RawImage, goal: Goal, target: Uint8Array): void {
  const isBytes = image.values instanceof Uint8Array && goal.window.low === 0 && goal.window.high === 255;
  const fits = image.edges.every((edge) => edge === goal.size);
  if (isBytes && fits && image.channels === goal.channels) {
    target.set(image.values as Uint8Array);
    return;
  }
  const greys = toGreys(image, goal);
  const squared = toCube({ greys, edges: image.edges, channels: goal.channels }, goal.square);
  const { greys: scaled } = scaleTo(squared, goal.size);
  for (let at = 0; at < target.length; at++) {
    const grey = scaled[at]!;
    target[at] = grey <= 0 ? 0 : grey >= 255 ? 255 : Math.round(grey);
  }
}

interface Greys {
  readonly greys: Float64Array;
  readonly edges: readonly number[];
  readonly channels: number;
}

/** Greys from 0 to 255 of the channels wanted. A fourth channel, or a second, is transparency and left out. */
function toGreys({ values, channels }: RawImage, goal: Goal): Float64Array {
  const { low, high } = goal.window;
  const scale = 255 / (high - low);
  const pixels = values.length / channels;
  const greys = new Float64Array(pixels * goal.channels);
  const grey = (at: number) => {
    const value = (values[at]! - low) * scale;
    return Math.min(255, Math.max(0, value));
  };
  const isColour = channels >= 3;
  for (let pixel = 0; pixel < pixels; pixel++) {
    const at = pixel * channels;
    if (goal.channels === 3) {
      for (let channel = 0; channel < 3; channel++) {
        greys[pixel * 3 + channel] = grey(isColour ? at + channel : at);
      }
    } else if (isColour) {
      // Luma of ITU-R BT.601, as Pillow's convert("L") has it.
      greys[pixel] = (299 * grey(at) + 587 * grey(at + 1) + 114 * grey(at + 2)) / 1000;
    } else {
      greys[pixel] = grey(at);
    }
  }
  // Rounded here, so that each later step begins from bytes, and images that are not scaled are those bytes.
  for (let at = 0; at < greys.length; at++) greys[at] = Math.round(greys[at]!);
  return greys;
}

/** Equal edges, by padding with black or cropping about the middle; stretching leaves that to the scaling. */
function toCube(image: Greys, square: Goal['square']): Greys {
  const { edges, channels, greys } = image;
  if (square === 'stretch' || edges.every((edge) => edge === edges[0])) return image;
  const edge = square === 'pad' ? Math.max(...edges) : Math.min(...edges);
  const goal = edges.map(() => edge);
  const out = new Float64Array(integerPower(edge, edges.length) * channels);
  const shifts = edges.map((length) => Math.floor((edge - length) / 2));
  const place = new Array<number>(edges.length).fill(0);
  for (let at = 0; at < out.length; at += channels) {
    let source = 0;
    let inside = true;
    for (let axis = 0; axis < edges.length; axis++) {
      const position = place[axis]! - shifts[axis]!;
      if (position < 0 || position >= edges[axis]!) inside = false;
      source = source * edges[axis]! + position;
    }
    if (inside)
      for (let channel = 0; channel < channels; channel++)
        out[at + channel] = greys[source * channels + channel]!;
    for (let axis = edges.length - 1; axis >= 0; axis--) {
      place[axis]! += 1;
      if (place[axis]! < edge) break;
      place[axis] = 0;
    }
  }
  return { greys: out, edges: goal, channels };
}

/** Scales one axis after the other. */
function scaleTo(image: Greys, size: number): Greys {
  let { greys } = image;
  const edges = [...image.edges];
  for (let axis = edges.length - 1; axis >= 0; axis--) {
    if (edges[axis] === size) continue;
    const inner = edges.slice(axis + 1).reduce((product, edge) => product * edge, image.channels);
    greys = scaleAxis(greys, edges[axis]!, size, inner);
    edges[axis] = size;
  }
  return { greys, edges, channels: image.channels };
}

/**
 * A triangle as wide as the pixels of the smaller grid: bilinear when enlarging, and with all pixels counted when
 * shrinking, so that nothing fine turns into false patterns (as Pillow's BILINEAR; Heckbert 1989, "Fundamentals of
 * Texture Mapping and Image Warping", 3.5). Only + − × ÷ of doubles, so the same in every engine.
 */
function scaleAxis(greys: Float64Array, from: number, to: number, inner: number): Float64Array {
  const outer = greys.length / (from * inner);
  const out = new Float64Array(outer * to * inner);
  const ratio = from / to;
  const support = Math.max(1, ratio);
  for (let place = 0; place < to; place++) {
    const centre = (place + 0.5) * ratio;
    const first = Math.max(0, Math.floor(centre - support));
    const last = Math.min(from, Math.ceil(centre + support));
    const weights = Array.from({ length: last - first }, (_, tap) =>
      Math.max(0, 1 - Math.abs(first + tap + 0.5 - centre) / support),
    );
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    weights.forEach((weight, tap) => {
      const share = weight / total;
      if (share === 0) return;
      for (let block = 0; block < outer; block++) {
        const source = (block * from + first + tap) * inner;
        const target = (block * to + place) * inner;
        for (let at = 0; at < inner; at++) out[target + at]! += share * greys[source + at]!;
      }
    });
  }
  return out;
}
