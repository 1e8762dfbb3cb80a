import { create } from 'zustand';

/** What the x of a chart is: charts of one kind share their cursor and their zoom. */
export type XKind = 'epoch' | 'rate';

interface CursorState {
  readonly kind: XKind | null;
  /** Where the pointer is, in units of x. */
  readonly x: number | null;
  /** Part of the x axis that is shown, by kind; absent: all of it. */
  readonly zoom: Readonly<Partial<Record<XKind, readonly [number, number]>>>;
}

export const useCursor = create<CursorState>(() => ({ kind: null, x: null, zoom: {} }));

export function moveCursor(kind: XKind, x: number | null): void {
  useCursor.setState({ kind, x });
}

/** Shows a part of the x axis on all charts of the kind; null shows all of it. */
export function setZoom(kind: XKind, range: readonly [number, number] | null): void {
  useCursor.setState(({ zoom }) => {
    const { [kind]: _before, ...others } = zoom;
    return { zoom: range ? { ...others, [kind]: range } : others };
  });
}
