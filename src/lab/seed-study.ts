/** A test AUC of the study this lab grew from (Medical_MNIST); a reference, never mixed with measured ones. */
export interface SeedStudyFigure {
  readonly label: string;
  readonly auc: number;
  /** Marked in the source as assumed, not measured. */
  readonly assumed: boolean;
}

/** Columns of the study's table, in its order; the tuned run is PESG at learning rate 0.1 and batch 128, on all three. */
const COLUMNS = [
  { label: 'flip + noise', tuned: false },
  { label: 'flip + normalise', tuned: false },
  { label: 'noise + normalise', tuned: false },
  { label: 'all three', tuned: false },
  { label: 'tuned PESG', tuned: true },
] as const;

function row(aucs: readonly number[], { assumed }: { assumed: boolean }): readonly SeedStudyFigure[] {
  return COLUMNS.map(({ label, tuned }, index) => ({
    label,
    auc: aucs[index]!,
    // The tuned figures are measured even where the four combinations are not.
    assumed: assumed && !tuned,
  }));
}

/** By catalogue id, at 28 pixels: test AUC of ResNet-18 (ImageNet stem; volumes as 28 channels), one seed each. */
const SEED_STUDY: Readonly<Record<string, readonly SeedStudyFigure[]>> = {
  pneumoniamnist: row([0.9183, 0.9373, 0.9274, 0.9118, 0.9205], { assumed: false }),
  nodulemnist3d: row([0.8127, 0.8521, 0.8711, 0.8424, 0.8016], { assumed: false }),
  vesselmnist3d: row([0.835, 0.848, 0.841, 0.823, 0.812], { assumed: true }),
};

/** The study's figures of a set; empty for sets and sizes it did not look at. */
export function seedStudyFigures(catalogueId: string | null, size: number): readonly SeedStudyFigure[] {
  return (size === 28 && catalogueId !== null && SEED_STUDY[catalogueId]) || [];
}
