import type { RunProgress } from '../../src/app/automation-types.ts';
import type { LabErrorDescription } from '../../src/lab/lab-error.ts';
import { runLength } from '../../src/lab/recipe/run-length.ts';
import type { RunEvent } from '../../src/lab/run-event.ts';
import type { EpochRecord, RunRecord } from '../../src/lab/run-record.ts';
import { asSealed, type Seals, sealMark } from '../../src/lab/seal/test-seal.ts';
import { NO_PREDICTIONS } from '../../src/lab/study/plain-predictions.ts';
import { newRow } from '../../src/state/training/run-row.ts';
import { bestEpochOf, summariseEpochs } from '../../src/state/training/summarise-epochs.ts';
import { assembleRecord } from '../../src/storage/assemble-record.ts';
import type { RunPredictions, RunRow } from '../../src/storage/runs.ts';
import type { FromEngine } from './protocol.ts';

type Started = Extract<RunEvent, { kind: 'started' }>;
type Data = Extract<FromEngine, { kind: 'data' }>;

/** The record of a run, as its events tell it: what the page's recorder keeps, without a page. */
export class FollowedRun {
  readonly #losses: number[];
  readonly #epochs: EpochRecord[];
  #row: RunRow;
  #predictions: RunPredictions = NO_PREDICTIONS;
  #live: Pick<RunProgress, 'imagesPerSecond' | 'secondsLeft' | 'evaluating' | 'keptEpochs'> = {
    imagesPerSecond: null,
    secondsLeft: null,
    evaluating: null,
    keptEpochs: null,
  };

  constructor({ recipe, marks }: Data, started: Started) {
    this.#row = newRow(recipe, marks, started);
    this.#losses = [...started.stepLosses];
    this.#epochs = [...started.epochs];
  }

  follow(event: RunEvent): void {
    switch (event.kind) {
      case 'progress':
        this.#losses.push(...event.losses);
        this.#live = {
          ...this.#live,
          imagesPerSecond: event.imagesPerSecond,
          secondsLeft: event.secondsLeft,
          evaluating: null,
        };
        break;
      case 'evaluating':
        this.#live = { ...this.#live, evaluating: event };
        break;
      case 'epoch':
        this.#epochs.push(event.record);
        this.#live = { ...this.#live, evaluating: null };
        break;
      case 'kept':
        this.#live = { ...this.#live, keptEpochs: event.epochsDone };
        break;
      case 'finished': {
        const { summary, val, ranking, test } = event;
        this.#predictions = { val, ranking, test };
        this.#row = { ...this.#row, status: summary.ended === 'stopped' ? 'stopped' : 'finished', summary };
        break;
      }
      case 'stopped':
        this.#row = { ...this.#row, status: 'stopped' };
        break;
      case 'failed':
        this.fail(event.error);
        break;
    }
  }

  fail(error: LabErrorDescription): void {
    this.#row = { ...this.#row, status: 'failed', error, summary: summariseEpochs(this.#epochs) };
  }

  get progress(): RunProgress {
    const { epochs, steps } = runLength(this.#row.recipe, this.#row.stepsPerEpoch);
    return {
      ...this.#live,
      ...{ status: this.#row.status, epochs, totalSteps: steps },
      epoch: this.#epochs.length,
      step: this.#losses.length,
      lastLoss: this.#losses.at(-1) ?? null,
      valAuc: bestEpochOf(this.#epochs)?.val.auc ?? null,
    };
  }

  /** @param openTest without it there are none of the test part */
  predictions(openTest: boolean): RunPredictions {
    return openTest ? this.#predictions : { ...this.#predictions, test: null };
  }

  /** @param openTest without it the record says nothing of the test part */
  record(openTest: boolean): RunRecord {
    const seals: Seals = { isKnown: true, sets: {}, keptOpenSince: openTest ? Date.now() : null };
    const series = { stepLosses: this.#losses, epochs: this.#epochs };
    return { ...assembleRecord(asSealed(seals, this.#row), series), testSeal: sealMark(seals, this.#row) };
  }
}
