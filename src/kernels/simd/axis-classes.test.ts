import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Axis } from '../axes.ts';
import { range } from '../range.ts';
import { type AxisClass, forwardClasses, inputGradientClasses } from './axis-classes.ts';

const axes: fc.Arbitrary<Axis> = fc
  .record({
    input: fc.integer({ min: 1, max: 12 }),
    kernel: fc.integer({ min: 1, max: 7 }),
    stride: fc.integer({ min: 1, max: 3 }),
    pad: fc.integer({ min: 0, max: 3 }),
  })
  .filter(({ input, kernel, pad }) => input + 2 * pad >= kernel)
  .map((axis) => ({
    ...axis,
    output: Math.floor((axis.input + 2 * axis.pad - axis.kernel) / axis.stride) + 1,
  }));

/** Every (output, tap, input) that the convolution multiplies, by its definition. */
function products({ input, output, kernel, stride, pad }: Axis): string[] {
  return range(output)
    .flatMap((o) => range(kernel).map((tap) => [o, tap, o * stride - pad + tap] as const))
    .filter(([, , i]) => i >= 0 && i < input)
    .map((triple) => triple.join())
    .sort();
}

function triples(
  classes: readonly AxisClass[],
  triple: (position: number, tap: number, other: number) => number[],
) {
  return classes
    .flatMap(({ positions, bases, taps }) =>
      positions.flatMap((position, index) =>
        taps.map(({ tap, offset }) => triple(position, tap, bases[index]! + offset).join()),
      ),
    )
    .sort();
}

test('forward classes hold every product once, and every output', () => {
  fc.assert(
    fc.property(axes, (axis) => {
      const classes = forwardClasses(axis);
      expect(triples(classes, (output, tap, input) => [output, tap, input])).toEqual(products(axis));
      expect(classes.flatMap(({ positions }) => positions).sort((a, b) => a - b)).toEqual(range(axis.output));
    }),
  );
});

test('input gradient classes hold the same products, and every input', () => {
  fc.assert(
    fc.property(axes, (axis) => {
      const classes = inputGradientClasses(axis);
      expect(triples(classes, (input, tap, output) => [output, tap, input])).toEqual(products(axis));
      expect(classes.flatMap(({ positions }) => positions).sort((a, b) => a - b)).toEqual(range(axis.input));
    }),
  );
});
