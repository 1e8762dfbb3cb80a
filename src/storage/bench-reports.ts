import type { DBSchema } from 'idb';
import type { DeviceReport } from '../lab/bench/device-report.ts';
import { deviceReportSchema } from '../lab/bench/device-report-schema.ts';
import { Database } from './open-database.ts';

interface ReportsSchema extends DBSchema {
  reports: { key: string; value: unknown };
}

const LAST = 'last';

const reports = new Database<ReportsSchema>('medmnist-lab-bench', 1, (database) => {
  database.createObjectStore('reports');
});

/** What was measured on this device last, or null. Rejects with the browser's own error. */
export async function loadLastReport(): Promise<DeviceReport | null> {
  const stored = await (await reports.open()).get('reports', LAST);
  // An older form cannot be shown beside new figures; measuring again takes minutes.
  return deviceReportSchema.safeParse(stored).data ?? null;
}

/** Rejects with the browser's own error, `QuotaExceededError` among them. */
export async function saveLastReport(report: DeviceReport): Promise<void> {
  await (await reports.open()).put('reports', report, LAST);
}
