/** What was switched on in a row of the study. */
export interface SeedTreatment {
  readonly flip: boolean;
  readonly noise: boolean;
  readonly normalise: boolean;
}

/** A test AUC of the study this lab grew from (Medical_MNIST); a reference, never mixed with measured ones. */
export interface SeedStudyFigure {
  readonly label: string;
  readonly treatment: SeedTreatment;
  readonly auc: number;
  /** Marked in the source as assumed, not measured. */
  readonly assumed: boolean;
  /** The tuned run: PESG, learning rate 0.1, batch 128. */
  readonly tuned: boolean;
}

const treatment = (flip: boolean, noise: boolean, normalise: boolean): SeedTreatment => ({
  flip,
  noise,
  normalise,
});

/** Columns of the study's table, in its order. */
const COLUMNS = [
  { label: 'flip + noise', treatment: treatment(true, true, false), tuned: false },
  { label: 'flip + normalise', treatment: treatment(true, false, true), tuned: false },
  { label: 'noise + normalise', treatment: treatment(false, true, true), tuned: false },
  { label: 'all three', treatment: treatment(true, true, true), tuned: false },
  { label: 'tuned PESG', treatment: treatment(true, true, true), tuned: true },
] as const;

function row(aucs: readonly number[], { assumed }: { assumed: boolean }): readonly SeedStudyFigure[] {
  return COLUMNS.map((column, index) => ({
    ...column,
    auc: aucs[index]!,
    // The tuned figures are measured even where the four combinations are not.
    assumed: assumed && !column.tuned,
  }));
}

/** By catalogue id, at 28 pixels: test AUC of ResNet-18 (ImageNet stem; volumes as 28 channels), one seed each. */
export const SEED_STUDY: Readonly<Record<string, readonly SeedStudyFigure[]>> = {
  pneumoniamnist: row([0.9183, 0.9373, 0.9274, 0.9118, 0.9205], { assumed: false }),
  nodulemnist3d: row([0.8127, 0.8521, 0.8711, 0.8424, 0.8016], { assumed: false }),
  vesselmnist3d: row([0.835, 0.848, 0.841, 0.823, 0.812], { assumed: true }),
};

/** The study's figures of a set; empty for sets and sizes it did not look at. */
export function seedStudyFigures(catalogueId: string | null, size: number): readonly SeedStudyFigure[] {
  return (size === 28 && catalogueId !== null && SEED_STUDY[catalogueId]) || [];
}
