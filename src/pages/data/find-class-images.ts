import type { DatasetSummary, Split } from '../../lab/dataset.ts';
import type { PreviewTiles } from '../../worker/protocol.ts';

/** A tile of a preview, by its place in it. */
export interface FoundTile {
  readonly tiles: PreviewTiles;
  readonly place: number;
  /** Index in the split. */
  readonly index: number;
}

type Preview = (indices: readonly number[]) => Promise<PreviewTiles>;

/** Images asked for at a time, and in all before a very rare class is given up: volumes weigh more. */
const CHUNK = { 2: 240, 3: 24 } as const;
const CHUNKS = 12;

/** Whether an image belongs to a class (has a label). */
function belongs(task: DatasetSummary['task'], labels: readonly number[], label: number): boolean {
  return task === 'multi-label' ? labels[label] === 1 : labels[0] === label;
}

/**
 * Some images of each class: looks through the split in steps spread over all of it, as sets may be sorted by class,
 * until every class has enough or enough was looked at.
 */
export async function findClassImages(
  dataset: DatasetSummary,
  split: Split,
  wanted: number,
  preview: Preview,
): Promise<readonly (readonly FoundTile[])[]> {
  const found: FoundTile[][] = dataset.classNames.map(() => []);
  const goal = dataset.classCounts[split].map((count) => Math.min(count, wanted));
  const chunk = CHUNK[dataset.dims];
  const count = dataset.counts[split];
  const chunks = Math.min(CHUNKS, Math.ceil(count / chunk));
  const stride = Math.max(1, Math.ceil(count / chunk));
  for (let start = 0; start < chunks; start++) {
    const indices: number[] = [];
    for (let index = spreadStart(start, stride); index < count; index += stride) indices.push(index);
    if (indices.length === 0) continue;
    const tiles = await preview(indices);
    indices.forEach((index, place) => {
      found.forEach((list, label) => {
        if (list.length < goal[label]! && belongs(dataset.task, tiles.labels[place]!, label)) {
          list.push({ tiles, place, index });
        }
      });
    });
    if (found.every((list, label) => list.length >= goal[label]!)) break;
  }
  return found;
}

/** The n-th starting place of a walk in steps of `stride`, the first ones far apart. */
function spreadStart(turn: number, stride: number): number {
  return Math.floor(((turn * 0.618034) % 1) * stride);
}
