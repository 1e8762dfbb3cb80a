/** Maps of one image in float64: [edge^dims, channels], the last axis innermost. */
export interface PlainMaps {
  readonly edge: number;
  readonly values: Float64Array;
}

/**
 * A convolution of 3^d, stride 2 and padding 1, as its definition says: the sum over taps and channels.
 *
 * @param kernel [3.., input, output]
 */
export function plainConvolution(
  { edge, values }: PlainMaps,
  kernel: ArrayLike<number>,
  dims: 2 | 3,
  outputs: number,
): PlainMaps {
  const channels = values.length / edge ** dims;
  const to = Math.ceil(edge / 2);
  const result = new Float64Array(to ** dims * outputs);
  const placesOf = (length: number) =>
    Array.from({ length: length ** dims }, (_, place) =>
      Array.from({ length: dims }, (_, axis) => Math.floor(place / length ** (dims - 1 - axis)) % length),
    );
  placesOf(to).forEach((target, place) => {
    placesOf(3).forEach((tap, tapPlace) => {
      const from = target.map((position, axis) => 2 * position + tap[axis]! - 1);
      if (from.some((position) => position < 0 || position >= edge)) return;
      const source = from.reduce((sum, position) => sum * edge + position, 0);
      for (let input = 0; input < channels; input++) {
        for (let output = 0; output < outputs; output++) {
          result[place * outputs + output]! +=
            values[source * channels + input]! * kernel[(tapPlace * channels + input) * outputs + output]!;
        }
      }
    });
  });
  return { edge: to, values: result };
}
