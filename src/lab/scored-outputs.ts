import type { DatasetSummary, Split } from './dataset.ts';

/** The outputs (classes, labels) of a part, and how many of them have an AUC. */
export interface ScoredOutputs {
  readonly scored: number;
  readonly all: number;
  /** For instance "labels". */
  readonly name: 'labels' | 'classes';
}

/** An output has an AUC where some of the part's images are of it (have the label) and some are not. */
export function scoredOutputs(
  { task, counts, classCounts }: Pick<DatasetSummary, 'task' | 'counts' | 'classCounts'>,
  split: Split,
): ScoredOutputs {
  const onBothSides = classCounts[split].filter((count) => count > 0 && count < counts[split]).length;
  const name = task === 'multi-label' ? 'labels' : 'classes';
  // Both classes of a binary set ask the same question.
  if (task === 'binary') return { scored: Math.min(1, onBothSides), all: 1, name };
  return { scored: onBothSides, all: classCounts[split].length, name };
}

/** Says over how many the mean is taken where it is not over all; null where it is. */
export function scoredOutputsText(dataset: Parameters<typeof scoredOutputs>[0], split: Split): string | null {
  const { scored, all, name } = scoredOutputs(dataset, split);
  if (scored === all || scored === 0) return null;
  return `The ${split} AUC is the mean over ${scored} of ${all} ${name}: the others are the same for all images there.`;
}
