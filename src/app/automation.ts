import { describeError, LabError } from '../lab/lab-error.ts';
import { parseRecipe } from '../lab/recipe/parse.ts';
import { runLength } from '../lab/recipe/run-length.ts';
import type { RunRecord } from '../lab/run-record.ts';
import {
  mapPredictions,
  NO_PREDICTIONS,
  type PlainRunPredictions,
  plainPredictionsOf,
} from '../lab/study/plain-predictions.ts';
import { givenByInput } from '../state/data/given.ts';
import { lastFileLoad, loadFilesOfScript, setScriptOptions } from '../state/data/load-file.ts';
import { loadDataset, useData } from '../state/data/store.ts';
import { chooseBackend, readEnvironment } from '../state/environment/store.ts';
import { giveWayToScripts } from '../state/first-minute/first-run.ts';
import { setRecipe } from '../state/recipe/store.ts';
import { useKept } from '../state/runs/kept.ts';
import { findRow, readPredictions, readRecord, recordOf } from '../state/runs/store.ts';
import { keepTestsOpen, sealedRow } from '../state/seal/store.ts';
import { continueFromFile, startRun, stopRun } from '../state/training/session.ts';
import { useTrain } from '../state/training/store.ts';
import { toldOf } from '../state/training/told.ts';
import { saveFile } from '../ui/save-file.ts';
import { lab } from '../worker/client/lab.ts';
import {
  FILE_INPUT_ID,
  FOLDER_INPUT_ID,
  type LabAutomation,
  type Outcome,
  type RunProgress,
  START_INPUT_ID,
  STATE_INPUT_ID,
} from './automation-types.ts';

async function outcome<Value>(action: () => Promise<Value>): Promise<Outcome<Value>> {
  try {
    await giveWayToScripts();
    return { ok: true, value: await action() };
  } catch (error) {
    return { ok: false, error: describeError(error) };
  }
}

/** Puts the automation on the window, and its file input on the page. */
export function installAutomation(): void {
  document.body.append(
    ...[fileInput(FILE_INPUT_ID, false), fileInput(FOLDER_INPUT_ID, true)],
    takenInput(STATE_INPUT_ID, 'State of a run for the command line lab'),
    takenInput(START_INPUT_ID, 'Weights for the command line lab'),
  );
  const automation: LabAutomation = {
    environment: () => outcome(readEnvironment),
    useBackend: (name, threads) => outcome(() => chooseBackend(name, threads)),
    load: (request) => outcome(() => loadDataset(request)),
    fileLoad: () =>
      outcome(() => {
        const load = lastFileLoad();
        if (load) return load;
        throw new LabError(
          'no-dataset',
          'No file was given.',
          `What was loaded before stays. Set one on the input #${FILE_INPUT_ID}.`,
        );
      }),
    importWith: (options) =>
      outcome(async () => {
        setScriptOptions(options);
        return null;
      }),
    train: (recipe, continues = false) => outcome(() => train(recipe, continues)),
    saveState: (id) => outcome(() => saveState(id)),
    saveSet: (edition) =>
      outcome(async () => {
        const { saveLoadedSet } = await import('../state/data/save-set.ts');
        return { bytes: await saveLoadedSet('npz', edition) };
      }),
    progress,
    record: (id) => outcome(() => visibleRecord(id)),
    predictions: (id) => outcome(() => plainPredictions(id)),
    scores: (id) => outcome(async () => (await import('../state/runs/scores.ts')).plainScores(id)),
    keepTestsOpen: () =>
      outcome(async () => {
        await keepTestsOpen(true);
        return null;
      }),
    stress: (id) => outcome(async () => (await import('./automation-models.ts')).stressScores(id)),
    doubtedLabels: (ids) => outcome(async () => (await import('./automation-models.ts')).doubtedLabels(ids)),
    report: (request) => outcome(async () => (await import('./automation-report.ts')).saveReport(request)),
    keepStart: (name) =>
      outcome(async () => (await import('./automation-models.ts')).keepStartOf(fileOf(START_INPUT_ID), name)),
    saveWeights: (id) => outcome(async () => (await import('./automation-models.ts')).saveWeights(id)),
    stop: () =>
      outcome(async () => {
        await stopRun();
        return null;
      }),
  };
  window.lab = automation;
}

function fileInput(id: string, folder: boolean): HTMLInputElement {
  const input = document.createElement('input');
  input.type = 'file';
  input.id = id;
  input.hidden = true;
  input.multiple = true;
  input.webkitdirectory = folder;
  input.setAttribute('aria-label', `Data ${folder ? 'folder' : 'file'} for the command line lab`);
  input.addEventListener('change', () => {
    // The outcome is asked for by fileLoad(); unasked, it stands on the data tab.
    if (input.files?.length) loadFilesOfScript(givenByInput(input)).catch(() => undefined);
  });
  return input;
}

/** Its file is taken when a call asks for it. */
function takenInput(id: string, label: string): HTMLInputElement {
  const input = document.createElement('input');
  input.type = 'file';
  input.id = id;
  input.hidden = true;
  input.setAttribute('aria-label', label);
  return input;
}

function fileOf(id: string): File | undefined {
  return (document.getElementById(id) as HTMLInputElement).files?.[0];
}

async function saveState(id: string): Promise<{ bytes: number }> {
  const file = await lab.readState(id);
  if (!file)
    throw new LabError(
      'cannot-continue',
      'No state of this run is kept yet.',
      'Its record stays; wait for an epoch to end.',
    );
  // In memory: the file itself is replaced while the run trains on.
  saveFile(`run-${id}.state`, new Blob([await file.arrayBuffer()]));
  return { bytes: file.size };
}

async function train(data: unknown, continues: boolean): Promise<{ id: string }> {
  const { reference } = useData.getState();
  const named = data !== null && typeof data === 'object' && 'dataset' in data;
  const recipe = parseRecipe(named || !reference ? data : { ...(data as object | null), dataset: reference });
  setRecipe(recipe);
  if (!continues) return { id: await startRun(recipe) };
  const file = fileOf(STATE_INPUT_ID);
  if (!file) {
    throw new LabError(
      'cannot-continue',
      'No state was given.',
      `Nothing was trained. Set one on the input #${STATE_INPUT_ID}.`,
    );
  }
  return { id: await continueFromFile(recipe, file) };
}

async function visibleRecord(id: string): Promise<RunRecord> {
  const row = findRow(id);
  return row ? await recordOf(row) : await readRecord(id);
}

async function plainPredictions(id: string): Promise<PlainRunPredictions> {
  const row = findRow(id);
  const all = await readPredictions(id);
  const stored = all && row && !sealedRow(row).summary?.test ? { ...all, test: null } : all;
  return mapPredictions(stored ?? NO_PREDICTIONS, plainPredictionsOf);
}

function progress(id: string): RunProgress | null {
  const shown = findRow(id);
  if (!shown) return null;
  // The page shows in beats; a script is told at once.
  const told = toldOf(id);
  const { runId, step, lastLoss, imagesPerSecond, secondsLeft, evaluating } = {
    ...useTrain.getState(),
    ...told?.standing,
  };
  const row = told?.row ?? shown;
  const live = runId === id;
  const length = runLength(row.recipe, row.stepsPerEpoch);
  return {
    status: row.status,
    epoch: row.epochsDone,
    epochs: length.epochs,
    step: live ? step : row.stepsDone,
    totalSteps: length.steps,
    lastLoss: live ? lastLoss : null,
    valAuc: row.bestVal,
    imagesPerSecond: live ? imagesPerSecond : (row.summary?.imagesPerSecond ?? null),
    secondsLeft: live ? secondsLeft : null,
    evaluating: live ? evaluating : null,
    keptEpochs: told?.keptEpochs ?? useKept.getState()[id] ?? null,
  };
}
