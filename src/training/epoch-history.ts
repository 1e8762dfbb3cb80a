import type { DatasetSummary } from '../lab/dataset.ts';
import type { EpochScores } from '../lab/light-table/epoch-scores.ts';
import { isKept } from '../lab/light-table/kept-epochs.ts';
import { type RankingState, withEpoch } from '../lab/ranking/cross-fit.ts';
import type { RunEvent } from '../lab/run-event.ts';
import type { EpochRecord } from '../lab/run-record.ts';
import { type Checkpoint, takeCheckpoint } from './checkpoint.ts';
import { epochScores } from './epoch-scores.ts';
import type { EpochTally } from './epoch-tally.ts';
import type { Evaluation } from './evaluate.ts';
import type { Network } from './model/network.ts';
import type { Best, RunState } from './run-state.ts';
import type { RunTimes } from './run-times.ts';
import type { Stage } from './stage.ts';

/** An epoch that has just been trained. */
interface TrainedEpoch {
  /** From 0. */
  readonly epoch: number;
  readonly model: Network;
  readonly stage: Stage;
  readonly tally: EpochTally;
  /** On the validation part. */
  readonly evaluation: Evaluation;
  readonly pace: Pick<EpochRecord, 'seconds' | 'imagesPerSecond'>;
}

/** What the epochs so far came to: the curve, the best of them, and what the cross-fitted score needs. */
export class EpochHistory {
  private readonly summary: DatasetSummary;
  private readonly emit: (event: RunEvent) => void;
  private readonly times: RunTimes;
  private readonly records: EpochRecord[] = [];
  /** What the light table keeps of them. */
  private scores: readonly EpochScores[] = [];
  private bestSoFar: Best | null = null;
  /** The best weights so far, as long as no state that was handed out holds them: a better epoch's take their place in memory. */
  private spare: Checkpoint | undefined;
  private ranking: RankingState = [];
  private done = 0;

  constructor(summary: DatasetSummary, emit: (event: RunEvent) => void, times: RunTimes) {
    this.summary = summary;
    this.emit = emit;
    this.times = times;
  }

  /** Its part of a run's state, which stays as it is whatever is added here. */
  handOut(): Pick<RunState, 'best' | 'ranking' | 'epochs' | 'scores' | 'epochsDone'> {
    this.spare = undefined;
    return {
      best: this.bestSoFar,
      ranking: this.ranking,
      epochs: this.records.slice(),
      scores: this.scores,
      epochsDone: this.done,
    };
  }

  get epochsDone(): number {
    return this.done;
  }

  /** Takes up a state of another time. */
  continueFrom({ best, ranking, epochs, scores, epochsDone }: RunState): void {
    this.bestSoFar = best;
    this.ranking = ranking;
    this.records.push(...epochs);
    this.scores = scores;
    this.done = epochsDone;
  }

  /** Goes back to a state of this run; an epoch that has been told and is trained again is not told again. */
  rewind({ best, ranking }: RunState): void {
    this.bestSoFar = best;
    this.ranking = ranking;
  }

  /**
   * Records an epoch and tells it. The best epoch is sought among those of the main stage: else a run could be scored
   * with weights that its loss never touched.
   */
  async add({ epoch, model, stage, tally, evaluation, pace }: TrainedEpoch): Promise<void> {
    const record: EpochRecord = {
      epoch: epoch + 1,
      phase: stage.phase,
      trainLoss: tally.meanLoss,
      trainAuc: tally.auc,
      val: evaluation.scores,
      learningRate: stage.optimizer.learningRate,
      ...pace,
    };
    // Not where the device was lost after the epoch had been told and the state was not yet copied.
    const isNew = epoch >= this.done;
    const better =
      record.phase === 'main' && (!this.bestSoFar || evaluation.scores.auc > this.bestSoFar.record.val.auc);
    if (better) {
      const checkpoint = await this.times.during('checkpoint', () => takeCheckpoint(model, this.spare));
      this.spare = checkpoint;
      this.bestSoFar = { record, evaluation, checkpoint };
    }
    const { predictions } = evaluation;
    const scores = await epochScores(record.epoch, predictions, this.summary, stage.loss);
    if (record.phase === 'main') {
      this.ranking = withEpoch(this.ranking, record.epoch, predictions, this.summary.task);
    }
    if (isNew) {
      this.records.push(record);
      const kept = this.scores.filter((other) => isKept(other.epoch, record.epoch, scores.logits.length));
      // A copy: whoever is told may hand the told one on to another thread, and it is gone here then.
      this.scores = [...kept, { ...scores, logits: scores.logits.slice() }];
      this.emit({ kind: 'epoch', record, best: better, scores });
    }
    // Only now: a device lost while the checkpoint is read takes the epoch with it, and it is told when it comes again.
    this.done = epoch + 1;
  }

  /**
   * Counted from the best epoch, which is one of the main stage: the patience of the warm-up has no end.
   *
   * @param patience in epochs; null: without end
   * @param epochs of the whole run
   */
  isOutOfPatience(patience: number | null, epochs: number): boolean {
    // After the last epoch there is nothing left to be spared.
    if (patience === null || this.bestSoFar === null || this.done === epochs) return false;
    return this.done - this.bestSoFar.record.epoch >= patience;
  }
}
