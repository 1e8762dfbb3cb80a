import { grey, planesOf, type Stress } from './stress.ts';

/**
 * Shrunk and enlarged again by boxes, by MedMNIST-C's definition and its strengths for PneumoniaMNIST: each pixel becomes
 * the mean of those in whose block its centre lies. There 0.4 of 224 pixels are left, which is more than these models ever
 * see; here 0.4 of the image itself, which is far worse.
 */
export const pixelation: Stress = {
  label: 'Pixelation',
  explanation: 'Enlarged from a smaller image.',
  strengths: [0.8, 0.7, 0.6, 0.5, 0.4],
  strengthText: (share) => `${share} of the edge`,
  apply(image, geometry, share) {
    const { size, channels } = geometry;
    const edge = Math.max(1, Math.floor(size * share));
    const blockOf = Int32Array.from({ length: size }, (_, at) => Math.floor(((at + 0.5) * edge) / size));
    const sums = new Float64Array(edge * edge * channels);
    const counts = new Int32Array(sums.length);
    for (const plane of planesOf(image, geometry)) {
      sums.fill(0);
      counts.fill(0);
      const block = (place: number) => {
        const pixel = Math.floor(place / channels);
        const [row, column] = [Math.floor(pixel / size), pixel % size];
        return (blockOf[row]! * edge + blockOf[column]!) * channels + (place % channels);
      };
      for (let place = 0; place < plane.length; place++) {
        sums[block(place)]! += plane[place]!;
        counts[block(place)]! += 1;
      }
      for (let place = 0; place < plane.length; place++) {
        plane[place] = grey(sums[block(place)]! / counts[block(place)]!);
      }
    }
  },
};
