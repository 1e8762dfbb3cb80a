import { create } from 'zustand';

/** What the x of a chart is: charts of one kind share their cursor and their zoom. */
export type XKind = 'epoch' | 'rate';

interface CursorState {
  readonly kind: XKind | null;
  /** Where the pointer is, in units of x. */
  readonly x: number | null;
}

export const useCursor = create<CursorState>(() => ({ kind: null, x: null }));

export function moveCursor(kind: XKind, x: number | null): void {
  useCursor.setState({ kind, x });
}
