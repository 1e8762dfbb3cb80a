import { expect, it } from 'vitest';
import type { LabReport, ReportedRun } from './lab-report.ts';
import { sealText } from './words.ts';

const runOf = (letter: string, test: boolean, keptOpenSince: number | null) =>
  ({
    letter,
    looks: [],
    record: {
      summary: { test: test ? { auc: 0.5 } : null },
      testSeal: { open: test, openings: [], keptOpenSince },
    },
  }) as unknown as ReportedRun;
const textOf = (...runs: readonly ReportedRun[]) => sealText({ runs } as unknown as LabReport);

it('says of the test part whether it is sealed, open, or kept open on the device', () => {
  expect(textOf(runOf('A', false, null))).toContain('is sealed');
  expect(textOf(runOf('A', true, null))).toBe('The test part is open: its figures are here.');
  expect(textOf(runOf('A', true, null), runOf('B', false, null))).toContain('open for A alone');
  const since = Date.UTC(2026, 10, 26, 11, 30);
  expect(textOf(runOf('A', true, since), runOf('B', true, since))).toBe(
    'The test part is kept open on the device, since 2026-11-26 11:30 UTC: its figures are here.',
  );
});
