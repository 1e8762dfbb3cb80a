import type { EpochRecord } from '../../lab/run-record.ts';
import type { RunRow, RunSeries } from '../../storage/runs.ts';
import { replaceRow, showRow, writeRow } from '../runs/store.ts';
import { bestEpochOf } from './summarise-epochs.ts';

/** At most so often does the page redraw a growing curve. */
const SHOW_EVERY_MS = 250;
/** At most so often is it written within an epoch. */
const WRITE_EVERY_MS = 2000;

/** Keeps the record of the run that trains: shows it at a calm pace, writes it as it grows. */
export class RunRecorder {
  #row: RunRow;
  #losses: number[] = [];
  #epochs: EpochRecord[] = [];
  #written = { losses: 0, epochs: 0 };
  /** Whether the first write takes the place of an older curve. */
  #replacing: boolean;
  #writing: Promise<unknown> = Promise.resolve();
  #waiting = false;
  #lastWrite = performance.now();
  #timer: ReturnType<typeof setTimeout> | null = null;

  /**
   * @param curve of a run that goes on, up to where it does: what was measured beyond is measured again
   */
  constructor(row: RunRow, curve: RunSeries) {
    this.#row = row;
    this.#losses = [...curve.stepLosses];
    this.#epochs = [...curve.epochs];
    this.#replacing = this.#losses.length > 0;
    this.#timer = setTimeout(() => this.#show(), 0);
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
    this.#timer ??= setTimeout(() => this.#show(), SHOW_EVERY_MS);
    if (performance.now() - this.#lastWrite >= WRITE_EVERY_MS) this.#write();
  }

  addEpoch(epoch: EpochRecord): void {
    this.#epochs.push(epoch);
    const bestVal = bestEpochOf(this.#epochs)?.val.auc ?? null;
    this.#row = { ...this.#row, epochsDone: epoch.epoch, bestVal };
    this.#timer ??= setTimeout(() => this.#show(), SHOW_EVERY_MS);
    this.#write();
  }

  change(change: Partial<RunRow>): void {
    this.#row = { ...this.#row, ...change };
    this.#show();
    this.#write();
  }

  /** Resolves when all is written. */
  async close(change: Partial<RunRow>): Promise<void> {
    this.change(change);
    await this.#writing;
  }

  #show(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    showRow(this.#row, { stepLosses: this.#losses.slice(), epochs: this.#epochs.slice() });
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
      const added: RunSeries = {
        stepLosses: this.#losses.slice(this.#written.losses),
        epochs: this.#epochs.slice(this.#written.epochs),
      };
      const write = this.#replacing ? replaceRow : writeRow;
      if (!(await write(this.#row, added))) return;
      this.#replacing = false;
      this.#written = {
        losses: this.#written.losses + added.stepLosses.length,
        epochs: this.#written.epochs + added.epochs.length,
      };
    });
  }
}
