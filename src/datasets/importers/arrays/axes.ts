import { AXES, type Axes } from '../../../lab/import/options.ts';
import { LabError } from '../../../lab/lab-error.ts';
import { formatShape } from '../../npz/npy-header.ts';
import type { Numbers, RawImage } from '../importer.ts';

/** One way to read the shape of an array of images. */
export interface Reading {
  readonly axes: Axes;
  /** (Depth,) height and width. */
  readonly edges: readonly number[];
  readonly channels: number;
}

/** Smaller images leave nothing of themselves after the strides of the network. */
const SMALLEST_EDGE = 8;

/**
 * The readings of a shape that fit, the likeliest first: channels are 1, 3 or 4, and edges are no shorter than 8.
 *
 * @param array its name, for the message
 * @throws LabError `wrong-shape`
 */
export function readingsOf(array: string, shape: readonly number[]): Reading[] {
  const lengths = shape.slice(1);
  const readings = AXES.filter((axes) => axes.length - 1 === lengths.length).map((axes) => {
    const channelAxis = axes.indexOf('C') - 1;
    return {
      axes,
      edges: lengths.filter((_, axis) => axis !== channelAxis),
      channels: channelAxis < 0 ? 1 : lengths[channelAxis]!,
    };
  });
  const fitting = readings.filter(
    ({ edges, channels }) => [1, 3, 4].includes(channels) && edges.every((edge) => edge >= SMALLEST_EDGE),
  );
  if (fitting.length > 0) return fitting;
  const smallest = Math.min(...lengths.filter((length) => ![1, 3, 4].includes(length)));
  if (lengths.length === 1) {
    const edge = Math.sqrt(lengths[0]!);
    throw new LabError(
      'wrong-shape',
      `${array} has shape ${formatShape(shape)}: each image is one row of ${lengths[0]} numbers.`,
      Number.isInteger(edge)
        ? `Give it the shape of images: array.reshape(-1, ${edge}, ${edge}).`
        : 'Give it the shape of images: array.reshape(-1, height, width).',
    );
  }
  throw new LabError(
    'wrong-shape',
    smallest < SMALLEST_EDGE
      ? `${array} has shape ${formatShape(shape)}: its images are ${smallest} pixels wide, the least is ${SMALLEST_EDGE}.`
      : `${array} has shape ${formatShape(shape)}, which is that of no images.`,
    'Images are (N, height, width), with 1, 3 or 4 channels first or last if they have some; volumes have a depth as well.',
  );
}

/** The image with its channels last. */
export function reorder(numbers: Numbers, { axes, edges, channels }: Reading): RawImage {
  const channelsFirst = axes.startsWith('NC') && channels > 1;
  if (!channelsFirst) return { values: numbers, edges, channels };
  const values = numbers.slice();
  const area = numbers.length / channels;
  for (let channel = 0; channel < channels; channel++) {
    for (let place = 0; place < area; place++) {
      values[place * channels + channel] = numbers[channel * area + place]!;
    }
  }
  return { values, edges, channels };
}
