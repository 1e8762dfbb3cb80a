import { create } from 'zustand';
import type { DeviceReport } from '../../lab/bench/device-report.ts';

interface BenchReport {
  /** Whether the stored report has been looked for. */
  readonly loaded: boolean;
  /** What is being measured, or was measured last. */
  readonly report: DeviceReport | null;
}

/** By itself: Train asks it for times, and needs nothing of what measures. */
export const useReport = create<BenchReport>(() => ({ loaded: false, report: null }));

/** Shows what was measured at an earlier visit. */
export async function readLastReport(): Promise<void> {
  if (useReport.getState().loaded) return;
  let stored: DeviceReport | null = null;
  try {
    const { loadLastReport } = await import('../../storage/bench-reports.ts');
    stored = await loadLastReport();
  } catch {
    // Without storage there is nothing to show; measuring works all the same.
  }
  useReport.setState(({ report }) => ({ loaded: true, report: report ?? stored }));
}
