import { type ComponentProps, Suspense, startTransition, useEffect, useState } from 'react';
import { lazyPart } from '../lazy-part.tsx';

const importChart = () => import('./curve-chart.tsx');
const Loaded = lazyPart(() => importChart().then(({ CurveChart }) => CurveChart));

/** The button that saves a picture, for what the page shows before it needs a chart; it comes with them. */
export const LazySaveChart = lazyPart(() => importChart().then(({ SaveChart }) => SaveChart));

/** Fetches the chart library while nothing else is to be done, so that the first curve finds it there. */
export function preloadCharts(): void {
  // The mark is for those who measure the page.
  void Loaded.preload().then(() => performance.mark('charts-ready'));
}

/**
 * The chart, whose library is fetched after the page has opened. It is made in slices, once its room is there: in one piece it
 * would hold up the page for several frames.
 */
export function LazyCurveChart(props: ComponentProps<typeof Loaded>) {
  const [isWanted, setIsWanted] = useState(false);
  useEffect(() => startTransition(() => setIsWanted(true)), []);
  const room = <div style={{ height: props.height }} aria-busy />;
  return <Suspense fallback={room}>{isWanted ? <Loaded {...props} /> : room}</Suspense>;
}
