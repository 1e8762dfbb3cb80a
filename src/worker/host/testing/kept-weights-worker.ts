import * as Comlink from 'comlink';
import { KeptFolder, KeptRoom } from '../kept-files.ts';
import { KeptResults } from '../kept-results.ts';
import { KeptStates } from '../kept-states.ts';
import { KeptWeights, type TrainedWeights } from '../kept-weights.ts';

const FOLDERS = ['run-states-test', 'run-weights-test', 'run-results-test'] as const;

/** States, weights and results of runs as the lab keeps them, in a worker as they need one. */
export class KeptWeightsWorker {
  private readonly folders = FOLDERS.map((name) => new KeptFolder(name));
  private readonly removed: string[] = [];
  private readonly weights: KeptWeights;
  private readonly states: KeptStates;
  private readonly results: KeptResults;

  constructor() {
    const [states, weights, results] = this.folders as [KeptFolder, KeptFolder, KeptFolder];
    const room = new KeptRoom([states, weights]);
    this.states = new KeptStates(states, room, (files) =>
      this.removed.push(...files.map(({ name }) => name)),
    );
    this.weights = new KeptWeights(weights, room, (files) =>
      this.removed.push(...files.map(({ name }) => name)),
    );
    this.results = new KeptResults(results, new KeptRoom([results], 4000));
  }

  keepState = (id: string, epoch: number, value: unknown) => this.states.keep(id, epoch, value);
  keepBest = (id: string, weights: TrainedWeights) => this.weights.keepBest(id, weights);
  keepEpoch = (id: string, weights: TrainedWeights) => this.weights.keepEpoch(id, weights);
  list = () => this.weights.list();
  listStates = () => this.states.list();
  read = (id: string, epoch: number | null) => this.weights.read(id, epoch);
  setAside = async (id: string) => {
    for (const folder of this.folders) await folder.setAside(id);
  };
  bringBack = async (id: string) => {
    for (const folder of this.folders) await folder.bringBack(id);
  };
  /** Whether there is a file, set aside or not. */
  async hasFile(name: string): Promise<boolean> {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle(FOLDERS[1]);
    return await folder.getFileHandle(name).then(
      () => true,
      () => false,
    );
  }

  /** From now on. */
  setClockForward(milliseconds: number): void {
    const { now } = Date;
    Date.now = () => now() + milliseconds;
  }

  keepResult = (id: string, question: string, answer: unknown) => this.results.keep(id, question, answer);
  readResult = (id: string, question: string) => this.results.read(id, question);
  toldRemoved = async () => this.removed;

  /** What states and weights may take together. */
  limit(bytes: number): void {
    navigator.storage.estimate = async () => ({ quota: 4 * bytes });
  }

  async clear(): Promise<void> {
    const root = await navigator.storage.getDirectory();
    for (const name of FOLDERS) await root.removeEntry(name, { recursive: true }).catch(() => undefined);
  }
}

Comlink.expose(new KeptWeightsWorker());
