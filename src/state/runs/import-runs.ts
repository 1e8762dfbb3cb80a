import { LabError } from '../../lab/lab-error.ts';
import { issuesText } from '../../lab/object-schema.ts';
import { recordFault } from '../../lab/record-fault.ts';
import { newRunId } from '../../lab/run-id.ts';
import type { RunRecord } from '../../lab/run-record.ts';
import { runRecordSchema } from '../../lab/run-record-schema.ts';
import { mapPredictions, NO_PREDICTIONS, predictionsOf } from '../../lab/study/plain-predictions.ts';
import { scoresOf } from '../../lab/study/plain-scores.ts';
import { parseRunFile, type RunFile } from '../../lab/study/run-file.ts';
import { writeScores } from './scores.ts';
import { addRun, findRow, isTaken, useRuns } from './store.ts';

/** What a file may bring of a run: its record, and of a study's run file all there is. */
type ImportedRun = Pick<RunFile, 'record' | 'predictions' | 'scores'>;

/** What came of an import. */
export interface Imported {
  /** Ids of the runs that were added. */
  readonly added: readonly string[];
  /** Runs that were in the list already. */
  readonly known: number;
  /** Whether predictions are missing of any that was added, and so what is drawn from them. */
  readonly lacksPredictions: boolean;
}

/**
 * Adds the runs of JSON files as this lab exports them: a record, a list of records, or the run file of a study. All
 * files are read whole before anything is stored.
 *
 * @throws LabError `bad-run` naming the file and what does not fit, `storage-failed` while the list is not there
 */
export async function importRuns(files: readonly File[]): Promise<Imported> {
  refuseUnread();
  const runs = (await Promise.all(files.map(readRuns))).flat();
  const fresh = runs.filter(({ record }) => !isHere(record));
  const added: string[] = [];
  for (const run of fresh) if (!isHere(run.record)) added.push(await importRun(run));
  return {
    added,
    known: runs.length - added.length,
    lacksPredictions: fresh.some(({ record, predictions }) => record.summary !== null && !predictions.val),
  };
}

/** @throws LabError `storage-failed` */
function refuseUnread(): void {
  if (useRuns.getState().loaded) return;
  throw new LabError(
    'storage-failed',
    'The stored runs have not been read yet, and the file might bring some of them.',
    'Nothing was imported. Try again when the list of runs is there.',
  );
}

async function readRuns(file: File): Promise<readonly ImportedRun[]> {
  let data: unknown;
  try {
    data = JSON.parse(await file.text());
  } catch (cause) {
    throw badFile(file, 'it is no JSON', cause);
  }
  return (Array.isArray(data) ? data : [data]).map((run: unknown, index) => {
    const place = Array.isArray(data) ? `run ${index + 1}: ` : '';
    return readRun(run, (fault) => badFile(file, `${place}${fault}`));
  });
}

/** @param refuse makes the error */
function readRun(data: unknown, refuse: (fault: string) => LabError): ImportedRun {
  if ((data as { kind?: unknown } | null)?.kind === 'medmnist-lab-run') return parseRunFile(data);
  const result = runRecordSchema.safeParse(data);
  if (!result.success) throw refuse(issuesText(result.error));
  const fault = recordFault(result.data);
  if (fault !== null) throw refuse(fault);
  return { record: settled(result.data), predictions: NO_PREDICTIONS };
}

/** A run that trained when it was exported does not train here. */
function settled(record: RunRecord): RunRecord {
  const isLive = record.status === 'running' || record.status === 'paused';
  return isLive ? { ...record, status: 'interrupted' } : record;
}

function badFile(file: File, fault: string, cause?: unknown): LabError {
  return new LabError(
    'bad-run',
    `“${file.name}” holds no runs of this lab: ${fault}`,
    'Nothing was imported. Choose a JSON file that the lab has exported.',
    { cause },
  );
}

/** Whether the very run is in the list: an id alone may be that of another, made up or by chance. */
export function isHere({ id, recipeHash, dataset, createdAt, summary }: RunRecord): boolean {
  const row = findRow(id);
  return (
    row !== undefined &&
    row.recipeHash === recipeHash &&
    row.dataset.fingerprint === dataset.fingerprint &&
    row.createdAt === createdAt &&
    row.summary?.val.auc === summary?.val.auc
  );
}

/** Adds a run to the list, under its own id where that is free, and returns the id. */
export async function importRun({ record, predictions, scores = [] }: ImportedRun): Promise<string> {
  // How the seal stood elsewhere says nothing of this device.
  const { stepLosses, epochs, testSeal: _elsewhere, ...rest } = record;
  const id = isTaken(record.id) ? newRunId() : record.id;
  const row = {
    ...rest,
    id,
    title: null,
    epochsDone: epochs.length,
    stepsDone: stepLosses.length,
    bestVal: record.summary?.val.auc ?? highest(record),
  };
  await addRun(row, { stepLosses, epochs }, mapPredictions(predictions, predictionsOf));
  await writeScores(id, scores.map(scoresOf));
  return id;
}

function highest({ epochs }: RunRecord): number | null {
  return epochs.reduce<number | null>(
    (best, { val }) => (best === null || val.auc > best ? val.auc : best),
    null,
  );
}
