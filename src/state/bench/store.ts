import { create } from 'zustand';
import { addEvent, type BenchEvent, emptyReport, type Thoroughness } from '../../lab/bench/device-report.ts';
import { describeError, type LabErrorDescription } from '../../lab/lab-error.ts';
import { runLock } from '../../lab/run-lock.ts';
import type { BackendName } from '../../lab/run-record.ts';
import { saveLastReport } from '../../storage/bench-reports.ts';
import { showProblem } from '../../ui/notify.tsx';
import { measureDevice } from '../../worker/client/bench.ts';
import { isTraining, useTrain } from '../training/store.ts';
import { useReport } from './report.ts';

interface BenchState {
  readonly measuring: boolean;
  /** What is measured right now; null until the worker says so. */
  readonly current: Extract<BenchEvent, { kind: 'measuring' }> | null;
  readonly error: LabErrorDescription | null;
}

export const useBench = create<BenchState>(() => ({
  measuring: false,
  current: null,
  error: null,
}));

/** Ends the measurement under way. */
let endMeasurement: (() => void) | null = null;
let writing: Promise<unknown> | null = null;

/**
 * Measures until everything is measured, or it is cancelled, or a run begins to train.
 *
 * @param stepsOf the backend of which the training steps alone are measured, by which runs have a price; null: all of
 *   all, where a slow backend may use up the time of the others
 */
export async function startMeasuring(
  thoroughness: Thoroughness,
  stepsOf: BackendName | null = null,
): Promise<void> {
  if (useBench.getState().measuring) return;
  const abort = new AbortController();
  endMeasurement = () => abort.abort();
  useBench.setState({ measuring: true, current: null, error: null });
  try {
    const busy = (await anotherPageTrains()) || isTraining();
    if (busy) useBench.setState({ error: BUSY });
    else if (!abort.signal.aborted) await measure(thoroughness, stepsOf, abort.signal);
  } catch (error) {
    useBench.setState({ error: describeError(error) });
  } finally {
    endMeasurement = null;
    useBench.setState({ measuring: false, current: null });
  }
  await writing;
  await keep();
}

/** Fills the report with what the worker measures; one that stays empty gives way to what was there before. */
async function measure(
  thoroughness: Thoroughness,
  stepsOf: BackendName | null,
  signal: AbortSignal,
): Promise<void> {
  const { report: before } = useReport.getState();
  useReport.setState({ report: emptyReport(thoroughness, new Date().toISOString()) });
  let isComplete = false;
  let endWatch = () => {};
  try {
    const { done, cancel } = measureDevice(thoroughness, stepsOf, (event) => {
      // What was on its way when it was cancelled.
      if (!signal.aborted) take(event);
    });
    signal.addEventListener('abort', cancel);
    // A run has the right of way: the two would only slow each other down, and the figures would be wrong.
    endWatch = useTrain.subscribe(({ phase }) => {
      if (phase === 'idle' || signal.aborted) return;
      cancelMeasuring();
      useBench.setState({ error: GAVE_WAY });
    });
    await done;
    isComplete = !signal.aborted;
  } finally {
    endWatch();
    useReport.setState(({ report }) => ({
      report: report && report.entries.length > 0 ? { ...report, complete: isComplete } : before,
    }));
  }
}

export function cancelMeasuring(): void {
  endMeasurement?.();
}

const BUSY: LabErrorDescription = {
  code: 'internal',
  message: 'A run is training, perhaps on another page of the lab.',
  remedy: 'Both would slow each other down. Stop it or wait for its end, then measure.',
};

const GAVE_WAY: LabErrorDescription = {
  code: 'cancelled',
  message: 'Measuring has ended, because a run began to train.',
  remedy: 'What was measured before is kept. Measure again when the run has ended.',
};

async function anotherPageTrains(): Promise<boolean> {
  try {
    const { held = [] } = await navigator.locks.query();
    return held.some(({ name }) => name?.startsWith(runLock('')));
  } catch {
    // Not every page may ask (missing without HTTPS, refused to frames without an origin): then only this one counts.
    return false;
  }
}

function take(event: BenchEvent): void {
  if (event.kind === 'measuring') {
    useBench.setState({ current: event });
    return;
  }
  useReport.setState(({ report }) => ({ report: report && addEvent(report, event) }));
  // A reload in the middle loses at most what came during one write.
  if (event.kind === 'entry' && !writing) {
    writing = keep().finally(() => {
      writing = null;
    });
  }
}

async function keep(): Promise<void> {
  const { report } = useReport.getState();
  if (!report || report.entries.length === 0) return;
  try {
    await saveLastReport(report);
  } catch (error) {
    showProblem({
      code: 'storage-full',
      message: `The measured figures could not be stored: ${error instanceof Error ? error.message : String(error)}`,
      remedy: 'They stay on this page until it is closed; export them to keep them.',
    });
  }
}
