import { lazy, Suspense } from 'react';
import type { CurveChartProps } from './curve-chart.tsx';

const importChart = () => import('./curve-chart.tsx');
const Loaded = lazy(() => importChart().then(({ CurveChart }) => ({ default: CurveChart })));

/** The button that saves a picture, for what the page shows before it needs a chart; it comes with them. */
export const LazySaveChart = lazy(() => importChart().then(({ SaveChart }) => ({ default: SaveChart })));

/** Fetches the chart library while nothing else is to be done, so that the first curve finds it there. */
export function preloadCharts(): void {
  // The mark is for those who measure the page.
  void importChart().then(() => performance.mark('charts-ready'));
}

/** The chart, whose library is fetched after the page has opened. */
export function LazyCurveChart(props: CurveChartProps) {
  return (
    <Suspense fallback={<div style={{ height: props.height }} aria-busy />}>
      <Loaded {...props} />
    </Suspense>
  );
}
