import type { MemoryUse, RunEvent } from '../lab/run-event.ts';

/** The page draws no faster than this, and the worker should not spend its time on messages. */
const INTERVAL_MS = 100;

/** Counts images and time, and tells the page at most ten times a second how far the run is. */
export class ProgressReporter {
  private readonly emit: (event: RunEvent) => void;
  private readonly totalSteps: number;
  private readonly memoryUse: () => MemoryUse | null;
  /** Of every step so far. */
  private readonly allLosses: number[] = [];
  private losses: number[] = [];
  /** Steps up to this one have been told before and are only trained again. */
  private toldSteps = 0;
  private lastEmit = Number.NEGATIVE_INFINITY;
  private images = 0;
  private milliseconds = 0;
  private epochImages = 0;
  private epochMilliseconds = 0;

  constructor(emit: (event: RunEvent) => void, totalSteps: number, memoryUse: () => MemoryUse | null) {
    this.emit = emit;
    this.totalSteps = totalSteps;
    this.memoryUse = memoryUse;
  }

  get steps(): number {
    return this.allLosses.length;
  }

  /** Loss of every step so far. */
  get stepLosses(): readonly number[] {
    return this.allLosses;
  }

  /** Images trained on, and the time that took. */
  get measured(): { readonly images: number; readonly milliseconds: number } {
    return { images: this.images, milliseconds: this.milliseconds };
  }

  /** Images per second of training over the whole run. */
  get overallRate(): number {
    return rate(this.images, this.milliseconds);
  }

  enterEpoch(): void {
    this.epochImages = 0;
    this.epochMilliseconds = 0;
  }

  addTime(images: number, milliseconds: number): void {
    this.images += images;
    this.milliseconds += milliseconds;
    this.epochImages += images;
    this.epochMilliseconds += milliseconds;
  }

  /** Goes on from what another reporter had told. */
  continueFrom(stepLosses: Iterable<number>, images: number, milliseconds: number): void {
    for (const loss of stepLosses) this.allLosses.push(loss);
    this.toldSteps = this.steps;
    this.images = images;
    this.milliseconds = milliseconds;
  }

  addStep(loss: number): void {
    this.allLosses.push(loss);
    if (this.steps <= this.toldSteps) return;
    this.losses.push(loss);
    if (performance.now() - this.lastEmit >= INTERVAL_MS) this.flush();
  }

  /** Goes back to an earlier step; those that are trained again are not told again. */
  rewind(step: number): void {
    this.flush();
    this.toldSteps = Math.max(this.toldSteps, this.steps);
    this.allLosses.length = step;
  }

  /** Sends what has not been sent yet. */
  flush(): void {
    if (this.losses.length === 0) return;
    this.lastEmit = performance.now();
    const stepsLeft = this.totalSteps - this.steps;
    this.emit({
      kind: 'progress',
      step: this.steps,
      losses: this.losses,
      imagesPerSecond: rate(this.epochImages, this.epochMilliseconds),
      secondsLeft: (stepsLeft * this.milliseconds) / this.steps / 1000,
      memory: this.memoryUse(),
    });
    this.losses = [];
  }

  leaveEpoch(): { readonly seconds: number; readonly imagesPerSecond: number } {
    return {
      seconds: this.epochMilliseconds / 1000,
      imagesPerSecond: rate(this.epochImages, this.epochMilliseconds),
    };
  }
}

function rate(images: number, milliseconds: number): number {
  return milliseconds === 0 ? 0 : (images * 1000) / milliseconds;
}
