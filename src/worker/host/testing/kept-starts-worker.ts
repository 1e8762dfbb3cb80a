import * as Comlink from 'comlink';
import type { DatasetSummary } from '../../../lab/dataset.ts';
import type { Recipe } from '../../../lab/recipe/recipe.ts';
import type { Start } from '../../../lab/start/start.ts';
import { KeptFolder, KeptRoom } from '../kept-files.ts';
import { KeptStarts } from '../kept-starts.ts';
import type { TrainedWeights } from '../kept-weights.ts';

const FOLDER = 'start-weights-test';

/** Weights that runs start from, as the lab keeps them, in a worker as they need one. */
export class KeptStartsWorker {
  private readonly folder = new KeptFolder(FOLDER);
  private starts = new KeptStarts(this.folder, new KeptRoom([this.folder]));

  /** What all of them may take. */
  limit(bytes: number): void {
    this.starts = new KeptStarts(this.folder, new KeptRoom([this.folder], bytes));
  }

  list = () => this.starts.list();
  addFile = (file: Blob, name: string) => this.starts.addFile(file, name);
  addRun = (weights: TrainedWeights, recipe: Recipe, dataset: DatasetSummary, name: string) =>
    this.starts.addRun(weights, recipe, dataset, name);
  read = (start: Start) => this.starts.read(start);
  setAside = (hash: string) => this.starts.setAside(hash);
  bringBack = (hash: string) => this.starts.bringBack(hash);
  files = async () => (await this.folder.files()).map(({ name }) => name);

  /** Changes a byte in the middle of the file of that name. */
  async damage(name: string): Promise<void> {
    const root = await navigator.storage.getDirectory();
    const handle = await (await root.getDirectoryHandle(FOLDER)).getFileHandle(name);
    const access = await handle.createSyncAccessHandle();
    const at = Math.floor(access.getSize() / 2);
    const byte = new Uint8Array(1);
    access.read(byte, { at });
    access.write(
      byte.map((value) => value ^ 1),
      { at },
    );
    access.close();
  }

  async clear(): Promise<void> {
    const root = await navigator.storage.getDirectory();
    await root.removeEntry(FOLDER, { recursive: true }).catch(() => undefined);
  }
}

Comlink.expose(new KeptStartsWorker());
