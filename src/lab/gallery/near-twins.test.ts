import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { correlation } from './class-means.ts';
import { COARSE_LENGTH, coarseRow, eachAlike, LEAST_LIKENESS } from './near-twins.ts';

const EDGE = 8;
const noRest = () => null;

async function pairsOf(rows: Float32Array, least: number): Promise<string[]> {
  const found: string[] = [];
  await eachAlike(rows, least, (one, other) => found.push(`${one} ${other}`), noRest);
  return found.sort();
}

describe('near duplicates', () => {
  it('are all pairs that a look at every pair finds', async () => {
    const random = createRandom(3, 1);
    const count = 120;
    // Images that are alike in part: a common picture with more or less noise; some are flat.
    const images = Array.from({ length: count }, (_, image) =>
      Float32Array.from({ length: EDGE * EDGE }, (_, at) =>
        image % 30 === 0 ? 7 : 100 + 50 * Math.sin(at / 9) + (image % 12) * 3 * random.normal(),
      ),
    );
    const rows = new Float32Array(count * COARSE_LENGTH);
    for (const [at, image] of images.entries()) rows.set(coarseRow(image, EDGE), at * COARSE_LENGTH);
    for (const least of [0.9, LEAST_LIKENESS]) {
      const expected: string[] = [];
      for (let one = 0; one < count; one++) {
        for (let other = one + 1; other < count; other++) {
          const likeness = correlation(images[one]!, images[other]!);
          if (likeness >= least) expected.push(`${one} ${other}`);
        }
      }
      expect(expected.length).toBeGreaterThan(50);
      expect(await pairsOf(rows, least)).toEqual(expected.sort());
    }
  });

  it('are alike whatever brightness and contrast, and no flat image is like another', async () => {
    const image = Float32Array.from({ length: 256 }, (_, at) => (at * 37) % 101);
    const paler = image.map((value) => value * 0.5 + 90);
    const flat = new Float32Array(256).fill(9);
    const rows = new Float32Array(4 * COARSE_LENGTH);
    for (const [at, one] of [image, flat, paler, flat].entries())
      rows.set(coarseRow(one, 16), at * COARSE_LENGTH);
    expect(await pairsOf(rows, 0.999)).toEqual(['0 2']);
  });
});
