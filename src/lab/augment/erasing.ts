import { exactExp, exactLog } from '../exact-math.ts';
import { z } from '../zod.ts';
import { defineAugmentation } from './augmentation.ts';

/** Smallest share that is erased, and the most that one edge is longer than another (Zhong et al. 2020, section 4.2). */
const SMALLEST = 0.02;
const LONGEST = 1 / 0.3;

export const erasing = defineAugmentation({
  label: 'Random erasing',
  shortName: 'erase',
  explanation: 'Covers a box (volumes: a block) now and then: the model must not hang on one spot.',
  settings: z.object({
    probability: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .meta({ title: 'Probability', description: 'How often a box is erased.', step: 0.05 }),
    largest: z.number().min(SMALLEST).max(0.8).default(0.33).meta({
      title: 'Largest box',
      description: 'Most of the image that is covered, as a share.',
      step: 0.01,
    }),
    fill: z.enum(['noise', 'mean', 'black']).default('noise').meta({
      title: 'Fill',
      description: 'What the box is covered with: grain, the mean grey of the image, or black.',
    }),
  }),
  isPointwise: ({ fill }) => fill !== 'mean',
  // Zhong et al., AAAI 2020, algorithm 1: share uniform, proportion of the edges drawn, place uniform; the proportion
  // log-uniform as in torchvision, and an edge longer than the image is cut to it instead of drawn again.
  apply(image, { dims, size, channels }, { probability, largest, fill }, random) {
    if (random.uniform() >= probability) return;
    const share = SMALLEST + (largest - SMALLEST) * random.uniform();
    const logs = [
      0,
      ...Array.from({ length: dims - 1 }, () => (2 * random.uniform() - 1) * exactLog(LONGEST)),
    ];
    const mean = logs.reduce((sum, log) => sum + log, 0) / dims;
    const box = logs.map((log) => {
      const wanted = Math.round(size * exactExp(exactLog(share) / dims + log - mean));
      const edge = Math.min(size, Math.max(1, wanted));
      const start = random.integer(size - edge + 1);
      return { start, end: start + edge };
    });
    const [rows, columns] = box.slice(-2);
    const slices = dims === 3 ? box[0]! : { start: 0, end: 1 };
    let grey = 0;
    if (fill === 'mean') {
      for (const value of image) grey += value;
      grey /= image.length;
    }
    for (let slice = slices.start; slice < slices.end; slice++) {
      for (let row = rows!.start; row < rows!.end; row++) {
        const line = (slice * size + row) * size;
        for (
          let place = (line + columns!.start) * channels;
          place < (line + columns!.end) * channels;
          place++
        ) {
          image[place] = fill === 'noise' ? random.uniform() : grey;
        }
      }
    }
  },
});
