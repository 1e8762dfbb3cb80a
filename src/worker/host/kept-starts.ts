import type { DatasetSummary } from '../../lab/dataset.ts';
import { formatBytes } from '../../lab/format-bytes.ts';
import { LabError } from '../../lab/lab-error.ts';
import { arrayShapes } from '../../lab/model-export/array-shapes.ts';
import { fromTorchShape, type NetArray, toTorchLayout } from '../../lab/model-export/trained-net.ts';
import { modelShapeOf } from '../../lab/models/model-shape-of.ts';
import { recipeHash } from '../../lab/recipe/canonical.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { missingStart } from '../../lab/start/missing-start.ts';
import { MOST_WEIGHTS_BYTES, readSafetensors } from '../../lab/start/read-safetensors.ts';
import { MOST_START_NAME, type Start } from '../../lab/start/start.ts';
import { badWeights, factsOfWeights, type StartWeights } from '../../lab/start/weights.ts';
import { weightsHash } from '../../lab/start/weights-hash.ts';
import { fromBytes, toBytes } from '../../training/plain-bytes.ts';
import type { KeptStart } from '../protocol-starts.ts';
import { type KeptFile, type KeptFolder, type KeptRoom, PREFIX } from './kept-files.ts';
import { noWeights, type TrainedWeights } from './kept-weights.ts';

/** What is said of weights, and the weights themselves: the list is read without reading gigabytes. */
const FACTS = 'facts';
const ARRAYS = 'arrays';

/**
 * Weights that runs start from, by their hash: copies, so that they outlive the run or the file that they came from, and the
 * same weights are kept once.
 */
export class KeptStarts {
  private readonly folder: KeptFolder;
  private readonly room: KeptRoom;

  constructor(folder: KeptFolder, room: KeptRoom) {
    this.folder = folder;
    this.room = room;
  }

  /** The latest first. */
  async list(): Promise<readonly KeptStart[]> {
    const files = await this.folder.files();
    const whole = new Set(files.filter(({ name }) => name.endsWith(ARRAYS)).map(({ id }) => id));
    const facts = files
      .filter(({ id, name }) => name.endsWith(FACTS) && whole.has(id))
      .toSorted((a, b) => b.keptAt - a.keptAt);
    const read = async ({ open }: KeptFile): Promise<readonly KeptStart[]> => {
      try {
        return [fromBytes(await (await open()).slice(PREFIX).arrayBuffer()) as KeptStart];
      } catch {
        // Damaged, or of another lab: as if it were not there.
        return [];
      }
    };
    return (await Promise.all(facts.map(read))).flat();
  }

  /**
   * Takes a safetensors file in, whole or not at all.
   *
   * @throws LabError `bad-weights`, `storage-full`
   */
  async addFile(file: Blob, name: string): Promise<KeptStart> {
    if (file.size > MOST_WEIGHTS_BYTES) {
      throw badWeights(
        `The file has ${formatBytes(file.size)}; weights of up to ${formatBytes(MOST_WEIGHTS_BYTES)} can be read.`,
      );
    }
    return await this.put(readSafetensors(new Uint8Array(await file.arrayBuffer())), name);
  }

  /**
   * Takes the kept weights of a run.
   *
   * @param dataset that it was trained on, which need not be loaded
   * @throws LabError `no-weights` where they are of another recipe or set, `storage-full`
   */
  async addRun(
    weights: TrainedWeights,
    recipe: Recipe,
    dataset: DatasetSummary,
    name: string,
  ): Promise<KeptStart> {
    const { identity, checkpoint } = weights;
    if (identity.recipeHash !== recipeHash(recipe) || identity.fingerprint !== dataset.fingerprint) {
      throw noWeights('The kept weights are of another run.');
    }
    const arrays = new Map<string, NetArray>();
    for (const [array, shape] of arrayShapes(modelShapeOf(dataset, recipe), dataset.size)) {
      const values = checkpoint.get(array);
      if (!values) throw noWeights('The kept weights of this run are damaged.');
      arrays.set(array, toTorchLayout(values, fromTorchShape(shape)));
    }
    return await this.put({ arrays, classNames: dataset.classNames }, name);
  }

  private async put(weights: StartWeights, name: string): Promise<KeptStart> {
    const facts = factsOfWeights(weights);
    const hash = await weightsHash(weights);
    const parts = toBytes({ arrays: weights.arrays, classNames: weights.classNames });
    const bytes = sizeOf(parts);
    const start: KeptStart = { hash, name: name.trim().slice(0, MOST_START_NAME) || 'weights', bytes, facts };
    const told = toBytes(start);
    try {
      await this.room.make(bytes + sizeOf(told), (file) => file.id === hash);
      await this.folder.write(`${hash}.${ARRAYS}`, 0, parts);
      await this.folder.write(`${hash}.${FACTS}`, 0, told);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new LabError(
        'storage-full',
        `The weights (${formatBytes(bytes)}) could not be kept: ${why}`,
        'Nothing was changed; all that was here is kept. Delete stored files, runs or weights to make room.',
        { cause },
      );
    }
    return start;
  }

  /**
   * The weights that a recipe names, held against their hash.
   *
   * @throws LabError `no-weights` where they are not here, or not whole
   */
  async read(start: Start): Promise<StartWeights> {
    const hash = start.weights;
    const file = (await this.folder.filesOf(hash)).find((one) => one.name.endsWith(ARRAYS));
    if (!file) throw missingStart(start, 'are not kept in this browser');
    try {
      const { arrays, classNames } = fromBytes(await (await file.open()).slice(PREFIX).arrayBuffer()) as {
        arrays: ReadonlyMap<string, NetArray>;
        classNames: readonly string[] | null;
      };
      if ((await weightsHash({ arrays, classNames })) === hash) return { arrays, classNames };
    } catch {
      // Told as what it comes to.
    }
    throw missingStart(start, 'are damaged in this browser');
  }

  /** As if they were gone, until they are brought back; removed for good after a minute. */
  setAside(hash: string): Promise<void> {
    return this.folder.setAside(hash);
  }

  bringBack(hash: string): Promise<void> {
    return this.folder.bringBack(hash);
  }
}

function sizeOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, PREFIX);
}
