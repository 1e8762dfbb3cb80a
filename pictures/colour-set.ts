import { npzBytes, type SyntheticArray } from '../src/datasets/testing/synthetic-npz.ts';
import { SPLITS, type Split } from '../src/lab/dataset.ts';
import { createRandom, type Random } from '../src/lab/random.ts';

const EDGE = 28;
const COUNTS: Readonly<Record<Split, number>> = { train: 320, val: 120, test: 120 };
/** Colours of a stain on pale tissue: the classes differ by hue and by how the cells lie. */
const CLASSES = [
  { cell: [122, 62, 140], cells: 3, radius: 5 },
  { cell: [176, 72, 118], cells: 8, radius: 3 },
  { cell: [92, 92, 168], cells: 14, radius: 2 },
  { cell: [150, 40, 70], cells: 1, radius: 8 },
] as const;

/** A colour set of four classes in the official layout: cells in the colours of a stain, drawn at random. */
export function colourSet(): Uint8Array<ArrayBuffer> {
  const arrays: Record<string, SyntheticArray> = {};
  for (const split of SPLITS) {
    const random = createRandom(11, SPLITS.indexOf(split));
    const count = COUNTS[split];
    const labels = Uint8Array.from({ length: count }, (_, index) => index % CLASSES.length);
    const images = new Uint8Array(count * EDGE * EDGE * 3);
    labels.forEach((label, index) => {
      drawTissue(images.subarray(index * EDGE * EDGE * 3, (index + 1) * EDGE * EDGE * 3), label, random);
    });
    arrays[`${split}_images`] = { shape: [count, EDGE, EDGE, 3], data: images };
    arrays[`${split}_labels`] = { shape: [count, 1], data: labels };
  }
  return npzBytes(arrays);
}

function drawTissue(image: Uint8Array, label: number, random: Random): void {
  const { cell, cells, radius } = CLASSES[label]!;
  const places = Array.from({ length: cells }, () => [random.integer(EDGE), random.integer(EDGE)] as const);
  for (let y = 0; y < EDGE; y++) {
    for (let x = 0; x < EDGE; x++) {
      const isCell = places.some(([cx, cy]) => (x - cx) ** 2 + (y - cy) ** 2 <= radius ** 2);
      const base = isCell ? cell : ([232, 206, 222] as const);
      for (let channel = 0; channel < 3; channel++) {
        image[(y * EDGE + x) * 3 + channel] = Math.max(
          0,
          Math.min(255, base[channel]! + random.integer(41) - 20),
        );
      }
    }
  }
}
