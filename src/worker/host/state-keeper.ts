import type { KeptState } from '../protocol.ts';
import type { KeptStates } from './kept-states.ts';

/** Where states go: the browser's private files, or a file of the command line. */
type StateStore = Pick<KeptStates, 'keep'>;

/** Share of a run's time that keeping its state may take. */
const MOST_OF_TIME = 0.03;

/** Keeps the state of one run at the end of its epochs: of every one, unless that would slow the training down. */
export class StateKeeper {
  private readonly states: StateStore;
  private readonly id: string;
  private readonly startedAt = performance.now();
  private spentMs = 0;
  private lastMs = 0;
  /** After a failure there is no use in trying, and telling, again. */
  private failed = false;

  constructor(states: StateStore, id: string) {
    this.states = states;
    this.id = id;
  }

  /**
   * @param take copies the state off the device: part of what keeping takes
   * @returns what was kept; null where it is not its time
   * @throws LabError `storage-full`, once; what `take` throws
   */
  async keep(epochsDone: number, take: () => Promise<unknown>): Promise<KeptState | null> {
    const from = performance.now();
    if (this.failed || this.spentMs + this.lastMs > MOST_OF_TIME * (from - this.startedAt)) return null;
    const state = await take();
    try {
      return await this.states.keep(this.id, epochsDone, state);
    } catch (error) {
      this.failed = true;
      throw error;
    } finally {
      this.lastMs = performance.now() - from;
      this.spentMs += this.lastMs;
    }
  }
}
