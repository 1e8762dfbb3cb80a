import { type ReactNode, useMemo } from 'react';
import { useView } from '../../state/view/view.ts';
import type { XKind } from '../../ui/chart/cursor.ts';
import { type XRange, ZoomContext } from '../../ui/chart/zoom.ts';

/** Lets the charts in it be zoomed, and keeps their zoom in the address. */
export function ViewZoom({ children }: { children: ReactNode }) {
  const { epochs, rates, changeView } = useView();
  const zoom = useMemo(
    () => ({
      ranges: { epoch: epochs, rate: rates },
      setRange: (kind: XKind, range: XRange | null) => {
        // Finer than a pixel, and still short in the address.
        const ends = range?.map((end) => Number(end.toFixed(3))) as [number, number] | undefined;
        void changeView(kind === 'epoch' ? { epochs: ends } : { rates: ends });
      },
    }),
    [epochs, rates, changeView],
  );
  return <ZoomContext value={zoom}>{children}</ZoomContext>;
}
