import type { KeptState } from '../protocol.ts';
import type { KeptStates } from './kept-states.ts';

/** Where states go: the browser's private files, or a file of the command line. */
type StateStore = Pick<KeptStates, 'keep'>;

/** Share of a run's time that keeping its state may take: what is kept at its end takes some more. */
const MOST_OF_TIME = 0.02;
/**
 * What the first state is expected to take, in milliseconds: for its files, and for each number of the net. At width 8 the
 * processes of a browser took 34 to 37 ms for one (docs/performance.md).
 */
const EXPECTED_MS = { files: 10, parameter: 1.5e-4 } as const;

/**
 * Keeps the state of one run at the end of its epochs: of every one, unless that would slow the training down. So a run
 * that is over in a moment keeps none; it is as quickly trained anew.
 */
export class StateKeeper {
  private readonly states: StateStore;
  private readonly id: string;
  private readonly startedAt = performance.now();
  private spentMs = 0;
  private lastMs: number | null = null;
  /** After a failure there is no use in trying, and telling, again. */
  private failed = false;

  constructor(states: StateStore, id: string) {
    this.states = states;
    this.id = id;
  }

  /**
   * @param take copies the state off the device: part of what keeping takes
   * @param parameters of the net
   * @returns what was kept; null where it is not its time
   * @throws LabError `storage-full`, once; what `take` throws
   */
  async keep(
    epochsDone: number,
    take: () => Promise<unknown>,
    parameters: number,
  ): Promise<KeptState | null> {
    const from = performance.now();
    const expectedMs = this.lastMs ?? EXPECTED_MS.files + EXPECTED_MS.parameter * parameters;
    if (this.failed || this.spentMs + expectedMs > MOST_OF_TIME * (from - this.startedAt)) return null;
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
