import type { RunIdentity } from '../../lab/continuation.ts';
import { formatBytes } from '../../lab/format-bytes.ts';
import { LabError } from '../../lab/lab-error.ts';
import { keptStride } from '../../lab/light-table/kept-epochs.ts';
import type { Activation } from '../../lab/run-record.ts';
import { z } from '../../lab/zod.ts';
import type { Checkpoint } from '../../training/checkpoint.ts';
import { fromBytes, toBytes } from '../../training/plain-bytes.ts';
import type { KeptWeights as Listed } from '../protocol-model-jobs.ts';
import { type KeptFile, type KeptFolder, type KeptRoom, PREFIX } from './kept-files.ts';

/** Bytes that the weights of a run's epochs may take beside those of the best: 11 epochs at width 16, none at width 64. */
const EPOCHS_BUDGET = 32e6;
/** Fewer than so many epochs make no sequence. */
const FEWEST_EPOCHS = 4;
/** The epochs of more runs than these, the latest, would be thousands of files after a study. */
const MOST_RUNS_WITH_EPOCHS = 12;
const BEST = 'best';

/** Weights and running statistics of a run at the end of an epoch. */
export interface TrainedWeights {
  readonly identity: RunIdentity;
  /** From 1. */
  readonly epoch: number;
  readonly activation: Activation;
  readonly checkpoint: Checkpoint;
}

/** What is checked of it: the rest is as it was written, or its bytes would not be whole. */
const trainedSchema = z.looseObject({
  identity: z.looseObject({ recipeHash: z.string(), fingerprint: z.string() }),
  epoch: z.int().min(1),
  activation: z.enum(['sigmoid', 'softmax']),
  checkpoint: z.instanceof(Map),
});

/** The weights of runs: of the best epoch when a run has ended, and of other epochs where they are small. */
export class KeptWeights {
  private readonly folder: KeptFolder;
  private readonly room: KeptRoom;
  private readonly onRemoved: (files: readonly KeptFile[]) => void;

  /** @param room that they share with what else is kept; @param onRemoved told what had to make room */
  constructor(
    folder: KeptFolder,
    room: KeptRoom,
    onRemoved: (files: readonly KeptFile[]) => void = () => {},
  ) {
    this.folder = folder;
    this.room = room;
    this.onRemoved = onRemoved;
  }

  /** Of which runs and epochs there are weights. */
  async list(): Promise<readonly Listed[]> {
    const runs = new Map<string, { best: number | null; epochs: number[]; bytes: number }>();
    for (const { id, name, epoch, bytes } of await this.folder.files()) {
      const run = runs.get(id) ?? { best: null, epochs: [], bytes: 0 };
      if (name.endsWith(BEST)) run.best = epoch;
      if (!run.epochs.includes(epoch)) run.epochs.push(epoch);
      run.bytes += bytes;
      runs.set(id, run);
    }
    return [...runs].map(([id, { best, epochs, bytes }]) => ({
      id,
      best,
      epochs: epochs.toSorted((a, b) => a - b),
      bytes,
    }));
  }

  /**
   * Keeps those of the best epoch.
   *
   * @throws LabError `storage-full`
   */
  async keepBest(id: string, weights: TrainedWeights): Promise<void> {
    const parts = toBytes(weights);
    try {
      await this.write(id, BEST, weights.epoch, parts);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new LabError(
        'storage-full',
        `The weights of the run (${formatBytes(sizeOf(parts))}) could not be kept: ${why}`,
        'Its results are kept, but it cannot be asked for more. Delete stored files or runs to make room.',
        { cause },
      );
    }
  }

  /** Keeps those of an epoch where they are small: every one, or of a long run every second, fourth and so on. */
  async keepEpoch(id: string, weights: TrainedWeights): Promise<void> {
    const values = [...weights.checkpoint.values()].reduce((sum, { length }) => sum + length, 0);
    if (values * Float32Array.BYTES_PER_ELEMENT * FEWEST_EPOCHS > EPOCHS_BUDGET) return;
    const stride = keptStride(weights.epoch, values, EPOCHS_BUDGET);
    const isKept = (epoch: number) => (epoch - 1) % stride === 0;
    const all = await this.folder.files();
    for (const { id: run, name, epoch } of all) {
      if (run === id && (!isKept(epoch) || epoch > weights.epoch)) await this.folder.remove(name);
    }
    if (!all.some((file) => file.id === id)) await this.forgetEpochs(all, MOST_RUNS_WITH_EPOCHS - 1);
    if (isKept(weights.epoch)) await this.write(id, `e${weights.epoch}`, weights.epoch, toBytes(weights));
  }

  /**
   * @param epoch from 1; null: the best one
   * @throws LabError `no-weights` where they are not kept, or not whole
   */
  async read(id: string, epoch: number | null): Promise<TrainedWeights> {
    const files = await this.folder.filesOf(id);
    const found = files.find((file) => (epoch === null ? file.name.endsWith(BEST) : file.epoch === epoch));
    if (!found) throw noWeights('The weights of this run are not kept in this browser.');
    try {
      const value = fromBytes(await (await found.open()).slice(PREFIX).arrayBuffer());
      if (!trainedSchema.safeParse(value).success) throw new TypeError('They are not weights.');
      return value as TrainedWeights;
    } catch (cause) {
      throw noWeights('The kept weights of this run are damaged.', { cause });
    }
  }

  /** Of all runs but the latest. */
  private async forgetEpochs(files: readonly KeptFile[], runs: number): Promise<void> {
    const epochs = files.filter(({ name }) => !name.endsWith(BEST)).toSorted((a, b) => b.keptAt - a.keptAt);
    const latest = new Set([...new Set(epochs.map(({ id }) => id))].slice(0, runs));
    for (const { id, name } of epochs) if (!latest.has(id)) await this.folder.remove(name);
  }

  private async write(
    id: string,
    what: string,
    epoch: number,
    parts: readonly Uint8Array<ArrayBuffer>[],
  ): Promise<void> {
    const name = `${id}.${what}`;
    const removed = await this.room.make(
      sizeOf(parts),
      (file) => file.folder === this.folder && file.name === name,
    );
    if (removed.length > 0) this.onRemoved(removed);
    await this.folder.write(name, epoch, parts);
  }
}

/** The way out is the same wherever weights are missing: the run's recipe gives them again. */
export function noWeights(message: string, options?: ErrorOptions): LabError {
  return new LabError(
    'no-weights',
    message,
    'Its results are kept. Train its recipe again, and what is asked of it can be worked out.',
    options,
  );
}

function sizeOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, PREFIX);
}
