import type { MemoryUse, RunEvent } from '../lab/run-event.ts';
import type { BackendStatus, Versions } from '../lab/run-record.ts';
import type { StartWeights } from '../lab/start/weights.ts';
import type { RunControl } from './run-control.ts';
import type { Best, RunState } from './run-state.ts';
import type { RunTimes } from './run-times.ts';

/** What a run is given by whoever starts it: where it trains, who steers it, who is told. */
export interface RunContext {
  readonly control: RunControl;
  readonly emit: (event: RunEvent) => void;
  readonly backend: BackendStatus;
  readonly versions: Versions;
  /** The weights that the recipe starts from; absent: it names none, or the run goes on. */
  readonly start?: StartWeights;
  /** Given where the backend tells what its tensors take. */
  readonly memoryUse?: () => MemoryUse;
  /**
   * Given where a device can be lost: makes the backend usable again, or rejects with the error that ends the run.
   * The state is then copied to the host before each epoch.
   */
  readonly recover?: (error: unknown) => Promise<void>;
  /**
   * Told at the end of each epoch, so that the run can go on from there another time.
   *
   * @param take copies the state to the host; each call gives the same
   * @param parameters of the net, by which the size of a state can be foreseen
   */
  readonly keep?: (epochsDone: number, take: () => Promise<RunState>, parameters: number) => Promise<void>;
  /** Told when the run sums up: what it came to, with the weights of the best epoch. */
  readonly keepBest?: (best: Best) => Promise<void>;
  /** Given by whoever asks what the time goes to. */
  readonly times?: RunTimes;
}
