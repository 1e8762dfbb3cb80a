import { createContext } from 'react';
import type { XKind } from './cursor.ts';
import { type Curve, curveWithin } from './curve.ts';

/** Part of an x axis: where it begins and where it ends. */
export type XRange = readonly [number, number];

/** The zoom of all charts, kept by whoever shows them. */
export interface Zoom {
  /** Part of the x axis that is shown, by kind; null: all of it. */
  readonly ranges: Readonly<Record<XKind, XRange | null>>;
  /** Shows a part of the x axis on all charts of the kind; null shows all of it. */
  readonly setRange: (kind: XKind, range: XRange | null) => void;
}

export const ZoomContext = createContext<Zoom>({
  ranges: { epoch: null, rate: null },
  setRange: () => undefined,
});

/** Whether a named curve has two points or more in the range: less is no line, and the chart would stand empty. */
export function holdsLines(curves: readonly Curve[], range: XRange): boolean {
  return curves.some((curve) => curve.name !== null && curveWithin(curve, range).points.length > 1);
}
