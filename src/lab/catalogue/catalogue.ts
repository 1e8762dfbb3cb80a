import type { ImageSize, Split, Task } from '../dataset.ts';
import registry from './registry.json' with { type: 'json' };

/** One of the 18 sets of MedMNIST v2 (Yang et al., Scientific Data 2023). */
export interface CatalogueEntry {
  readonly id: string;
  readonly name: string;
  readonly dims: 2 | 3;
  readonly task: Task;
  /** Whether the classes are grades in order; trained as multi-class. */
  readonly ordinal: boolean;
  readonly channels: number;
  readonly classNames: readonly string[];
  readonly samples: Readonly<Record<Split, number>>;
  readonly licence: string;
  /** MD5 (hex) of the official file, by size. */
  readonly md5: Readonly<Partial<Record<ImageSize, string>>>;
  /** Test figures of the MedMNIST v2 benchmark. */
  readonly published: readonly PublishedFigure[];
}

/** A test figure from the literature: it stands beside test scores, and is never mixed with measured ones. */
export interface PublishedFigure {
  /** For instance "ResNet-18, 28 px (MedMNIST v2)". */
  readonly label: string;
  readonly auc: number;
  readonly acc: number | null;
}

const TASKS: Readonly<Record<string, Task>> = {
  'binary-class': 'binary',
  'multi-class': 'multi-class',
  'ordinal-regression': 'multi-class',
  'multi-label, binary-class': 'multi-label',
};

const METHODS: Readonly<Record<string, string>> = {
  resnet18_28: 'ResNet-18, 28 px (MedMNIST v2)',
  'resnet18_2.5d': 'ResNet-18 2.5D (MedMNIST v2)',
  resnet18_3d: 'ResNet-18 3D (MedMNIST v2)',
  resnet18_acs: 'ResNet-18 ACS (MedMNIST v2)',
};

export const CATALOGUE: readonly CatalogueEntry[] = Object.entries(registry).map(([id, entry]) => ({
  id,
  name: entry.name,
  dims: entry.dims as 2 | 3,
  task: TASKS[entry.task]!,
  ordinal: entry.task === 'ordinal-regression',
  channels: entry.channels,
  classNames: entry.labels,
  samples: entry.samples,
  licence: entry.license,
  md5: entry.md5 as Partial<Record<ImageSize, string>>,
  published: Object.entries(entry.published_auc_acc).map(([method, [auc, acc]]) => ({
    label: METHODS[method] ?? method,
    auc: auc!,
    acc: acc ?? null,
  })),
}));

export function findCatalogueEntry(id: string): CatalogueEntry | undefined {
  return CATALOGUE.find((entry) => entry.id === id);
}

/** Name of the official file, as on Zenodo: `<id>.npz` for 28 pixels, `<id>_<size>.npz` for the larger ones. */
export function officialFileName(id: string, size: ImageSize): string {
  return size === 28 ? `${id}.npz` : `${id}_${size}.npz`;
}

/** Bytes of all pixels of a set once unpacked. */
export function unpackedBytes({ samples, dims, channels }: CatalogueEntry, size: ImageSize): number {
  return Object.values(samples).reduce((sum, count) => sum + count, 0) * size ** dims * channels;
}
