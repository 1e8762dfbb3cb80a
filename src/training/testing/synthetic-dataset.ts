import { countClasses } from '../../datasets/labels.ts';
import type { Dataset, DatasetSummary, Split, SplitData, Task } from '../../lab/dataset.ts';
import { valuesOfLabel, widened } from '../../lab/label-values.ts';
import { createRandom, type Random } from '../../lab/random.ts';

export interface SyntheticSettings {
  readonly task?: Task;
  readonly classes?: number;
  readonly dims?: 2 | 3;
  readonly size?: number;
  readonly channels?: number;
  readonly counts?: Readonly<Record<Split, number>>;
  /** Every so many-th image is positive (binary sets). */
  readonly every?: number;
  readonly seed?: number;
}

/** Grey levels by which the classes differ in their part of the image, out of 255. */
const CONTRAST = 120;
const GRAIN = 60;

/**
 * A small set that a network can learn: each class (label) is bright in a stripe of its own, under grain. Class 0 of a
 * binary set has no stripe.
 */
export function syntheticDataset({
  task = 'binary',
  classes = 2,
  dims = 2,
  size = 8,
  channels = 1,
  counts = { train: 48, val: 24, test: 24 },
  every = 3,
  seed = 5,
}: SyntheticSettings = {}): Dataset {
  const length = size ** dims * channels;
  const part = (split: Split, place: number): SplitData => {
    const random = createRandom(seed, place);
    const rows = Array.from({ length: counts[split] }, (_, index) =>
      labelRow(task, classes, every, index, random),
    );
    const images = new Uint8Array(rows.length * length);
    rows.forEach((row, index) => {
      const bright = task === 'multi-label' ? row : onlyClass(row[0]!, task, classes);
      for (let pixel = 0; pixel < length; pixel++) {
        const column = Math.floor(pixel / channels) % size;
        const stripe = Math.floor((column * bright.length) / size);
        images[index * length + pixel] = 50 + bright[stripe]! * CONTRAST + random.integer(GRAIN);
      }
    });
    return {
      count: rows.length,
      images,
      labels: widened(Uint16Array.from(rows.flat()), valuesOfLabel(task, classes)),
    };
  };
  const splits = { train: part('train', 0), val: part('val', 1), test: part('test', 2) };
  const classCounts = (split: Split) => countClasses(splits[split].labels, { task, classes });
  const summary: DatasetSummary = {
    key: `custom:synthetic-${seed}`,
    catalogueId: null,
    name: 'stripes',
    task,
    dims,
    size,
    channels,
    classNames: Array.from({ length: classes }, (_, index) => `class ${index}`),
    counts: { ...counts },
    classCounts: { train: classCounts('train'), val: classCounts('val'), test: classCounts('test') },
    licence: 'synthetic',
    synthetic: true,
    fingerprint: '0'.repeat(64),
    origin: 'a test',
    notes: [],
  };
  return { summary, splits, streaming: null };
}

function labelRow(task: Task, classes: number, every: number, index: number, random: Random): number[] {
  if (task === 'binary') return [index % every === 0 ? 1 : 0];
  if (task === 'multi-class') return [index % classes];
  return Array.from({ length: classes }, (_, label) => (index < 2 ? (index + label) % 2 : random.integer(2)));
}

/** 1 in the stripe of the class. A binary set has two stripes, of which the second belongs to class 1. */
function onlyClass(label: number, task: Task, classes: number): number[] {
  if (task === 'binary') return [0, label];
  return Array.from({ length: classes }, (_, name) => (name === label ? 1 : 0));
}
