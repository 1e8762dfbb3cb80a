import type { Axis } from '../axes.ts';
import { range } from '../range.ts';

/** Positions along one axis that meet the same taps. */
export interface AxisClass {
  /** Output positions (forward) or input positions (input gradient), ascending. */
  readonly positions: readonly number[];
  /** Where each position's window begins in the other map: the pixel that offset 0 means; may lie outside it. */
  readonly bases: readonly number[];
  /** Taps that meet a pixel, each with its pixel's distance from the base. */
  readonly taps: readonly { readonly tap: number; readonly offset: number }[];
}

/** Groups output positions by the taps that do not fall on padding. */
export function forwardClasses({ input, output, kernel, stride, pad }: Axis): AxisClass[] {
  return classes(output, (position) => {
    const base = position * stride - pad;
    const taps = range(kernel)
      .filter((tap) => base + tap >= 0 && base + tap < input)
      .map((tap) => ({ tap, offset: tap }));
    return { base, taps };
  });
}

/**
 * Groups input positions by the taps through which they reached the output: position = output · stride - pad + tap, so
 * tap has the remainder of position + pad, and a larger tap means an earlier output.
 */
export function inputGradientClasses({ input, output, kernel, stride, pad }: Axis): AxisClass[] {
  return classes(input, (position) => {
    const base = Math.floor((position + pad) / stride);
    const remainder = (position + pad) % stride;
    const taps = range(kernel)
      .filter((tap) => tap % stride === remainder)
      .map((tap) => ({ tap, offset: -(tap - remainder) / stride }))
      .filter(({ offset }) => base + offset >= 0 && base + offset < output);
    return { base, taps };
  });
}

function classes(
  length: number,
  at: (position: number) => { base: number; taps: { tap: number; offset: number }[] },
): AxisClass[] {
  const byTaps = new Map<string, { positions: number[]; bases: number[]; taps: AxisClass['taps'] }>();
  for (const position of range(length)) {
    const { base, taps } = at(position);
    const key = taps.map(({ tap, offset }) => `${tap}:${offset}`).join();
    const group = byTaps.get(key);
    if (group) {
      group.positions.push(position);
      group.bases.push(base);
    } else {
      byTaps.set(key, { positions: [position], bases: [base], taps });
    }
  }
  return [...byTaps.values()];
}
