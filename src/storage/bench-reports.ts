import { type DBSchema, openDB } from 'idb';
import { DEVICE_REPORT_VERSION, type DeviceReport } from '../lab/bench/device-report.ts';

interface ReportsSchema extends DBSchema {
  reports: { key: string; value: DeviceReport };
}

const LAST = 'last';

const open = () =>
  openDB<ReportsSchema>('medmnist-lab-bench', 1, {
    upgrade(database) {
      database.createObjectStore('reports');
    },
  });

/** What was measured on this device last, or null. Rejects with the browser's own error. */
export async function loadLastReport(): Promise<DeviceReport | null> {
  const report = await (await open()).get('reports', LAST);
  // An older form cannot be shown beside new figures; measuring again takes minutes.
  return report?.version === DEVICE_REPORT_VERSION ? report : null;
}

/** Rejects with the browser's own error, `QuotaExceededError` among them. */
export async function saveLastReport(report: DeviceReport): Promise<void> {
  await (await open()).put('reports', report, LAST);
}
