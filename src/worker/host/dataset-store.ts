import type { Dataset } from '../../lab/dataset.ts';
import { LabError } from '../../lab/lab-error.ts';

/** Pixels kept in memory at most, in bytes; beyond it the sets used longest ago are let go. */
const MEMORY_LIMIT = 2 ** 30;

/** The sets loaded so far, the one used last at the end. */
export class DatasetStore {
  private readonly sets = new Map<string, Dataset>();

  add(dataset: Dataset): void {
    this.sets.delete(dataset.summary.key);
    this.sets.set(dataset.summary.key, dataset);
    for (const key of this.sets.keys()) {
      if (this.bytes <= MEMORY_LIMIT || key === dataset.summary.key) break;
      this.sets.delete(key);
    }
  }

  /** @throws LabError `no-dataset` */
  get(key: string): Dataset {
    const dataset = this.sets.get(key);
    if (!dataset) {
      throw new LabError(
        'no-dataset',
        `The data set ${key} is not loaded.`,
        'Your runs are kept. Load it again on the Data page.',
      );
    }
    this.sets.delete(key);
    this.sets.set(key, dataset);
    return dataset;
  }

  private get bytes(): number {
    return [...this.sets.values()]
      .flatMap(({ splits }) => Object.values(splits))
      .reduce((sum, { images }) => sum + images.byteLength, 0);
  }
}
