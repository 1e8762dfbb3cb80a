import type { EpochRecord } from '../../lab/run-record.ts';
import type { RunRow, RunSeries } from '../../storage/runs.ts';
import { claimRun, dropRun, releaseRun, showChange, showRow, storeChange, storeRun } from '../runs/store.ts';
import { keep, runName } from '../unsaved/unsaved.ts';
import type { Beats } from './beats.ts';
import { bestEpochOf } from './summarise-epochs.ts';

/** At most so often is it written within an epoch. */
const WRITE_EVERY_MS = 2000;

/**
 * Keeps the record of the run that trains: shows it with the beats, writes it as it grows. Only what is measured is
 * written over; the name is a person's, who may change it meanwhile, in any tab.
 */
export class RunRecorder {
  #row: RunRow;
  #losses: number[] = [];
  #epochs: EpochRecord[] = [];
  readonly #beats: Beats;
  readonly #onDeleted: () => void;
  #isShown = false;
  /** The first write takes the place of an older curve. */
  #isStored = false;
  #isDeleted = false;
  #written = { losses: 0, epochs: 0 };
  #writing: Promise<unknown> = Promise.resolve();
  #storing: Promise<void> = Promise.resolve();
  #waiting = false;
  #lastWrite = performance.now();

  /**
   * @param curve of a run that goes on, up to where it does: what was measured beyond is measured again
   * @param onDeleted called when the run was deleted in another tab: nothing of it is kept any more
   */
  constructor(row: RunRow, curve: RunSeries, beats: Beats, onDeleted: () => void) {
    this.#row = row;
    this.#losses = [...curve.stepLosses];
    this.#epochs = [...curve.epochs];
    this.#beats = beats;
    this.#onDeleted = onDeleted;
    claimRun(row.id);
    this.#showLater();
    this.#write();
  }

  get row(): RunRow {
    return this.#row;
  }

  get epochs(): readonly EpochRecord[] {
    return this.#epochs;
  }

  addLosses(losses: readonly number[]): void {
    this.#losses.push(...losses);
    this.#row = { ...this.#row, stepsDone: this.#losses.length };
    this.#showLater();
    if (performance.now() - this.#lastWrite >= WRITE_EVERY_MS) this.#write();
  }

  addEpoch(epoch: EpochRecord): void {
    this.#epochs.push(epoch);
    const bestVal = bestEpochOf(this.#epochs)?.val.auc ?? null;
    this.#row = { ...this.#row, epochsDone: epoch.epoch, bestVal };
    this.#showLater();
    this.#write();
  }

  change(change: Partial<RunRow>): void {
    this.#row = { ...this.#row, ...change };
    this.#showLater();
    this.#beats.now();
    this.#write();
  }

  /** Resolves when all is written, or what could not be is kept to be tried again. */
  async close(change: Partial<RunRow>): Promise<void> {
    this.change(change);
    await this.#writing;
    releaseRun(this.#row.id);
  }

  /** What is measured; the rest of the row is not the recorder's. */
  get #measured(): Omit<RunRow, 'title'> {
    const { title: _title, ...measured } = this.#row;
    return measured;
  }

  #showLater(): void {
    this.#beats.later('curves', () => this.#show());
  }

  #show(): void {
    if (this.#isDeleted) return;
    const series = { stepLosses: this.#losses.slice(), epochs: this.#epochs.slice() };
    if (this.#isShown) showChange(this.#row.id, this.#measured, series);
    else showRow(this.#row, series);
    this.#isShown = true;
  }

  /**
   * Writes what is new. One write at a time: what comes meanwhile goes with the next one, and after a failure the next
   * one takes it along.
   */
  #write(): void {
    this.#lastWrite = performance.now();
    if (this.#waiting) return;
    this.#waiting = true;
    this.#writing = this.#writing.then(async () => {
      this.#waiting = false;
      await keep(runName(this.#row.id), 'The run could not be stored', () => this.#store());
    });
  }

  /** Also called when a failed write is tried again, which must not be in the middle of another. */
  #store(): Promise<void> {
    this.#storing = this.#storing.catch(() => undefined).then(() => this.#storeNew());
    return this.#storing;
  }

  async #storeNew(): Promise<void> {
    if (this.#isDeleted) return;
    const { losses, epochs } = this.#written;
    const added: RunSeries = {
      stepLosses: this.#losses.slice(losses),
      epochs: this.#epochs.slice(epochs),
    };
    if (!this.#isStored) {
      await storeRun(this.#row, added);
      this.#isStored = true;
    } else if (!(await storeChange(this.#row.id, this.#measured, added))) {
      this.#isDeleted = true;
      dropRun(this.#row.id);
      this.#onDeleted();
      return;
    }
    this.#written = {
      losses: losses + added.stepLosses.length,
      epochs: epochs + added.epochs.length,
    };
  }
}
