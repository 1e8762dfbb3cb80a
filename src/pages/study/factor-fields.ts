import { BALANCING } from '../../lab/balance/registry.ts';
import { CATALOGUE } from '../../lab/catalogue/catalogue.ts';
import { LOSSES } from '../../lab/recipe/losses.ts';
import { OPTIMIZERS } from '../../lab/recipe/optimizers.ts';
import type { FactorSpec } from '../../lab/study/study.ts';

/** A field of the recipe that a study can vary, and how its values are chosen. */
export interface FactorField {
  readonly field: string;
  readonly title: string;
  /** Choices with their labels; null where numbers are typed. */
  readonly options: readonly { readonly value: unknown; readonly label: string }[] | null;
  /** What a new factor starts with. */
  readonly initial: readonly unknown[];
}

function fromRegistry(registry: Readonly<Record<string, { readonly label: string }>>) {
  return Object.entries(registry).map(([value, { label }]) => ({ value, label }));
}

const words = (...values: readonly string[]) => values.map((value) => ({ value, label: value }));

export const FACTOR_FIELDS: readonly FactorField[] = [
  { field: 'balance', title: 'Balancing', options: fromRegistry(BALANCING), initial: ['none', 'upsample'] },
  { field: 'loss', title: 'Loss', options: fromRegistry(LOSSES), initial: ['cross-entropy', 'aucm'] },
  { field: 'optimizer', title: 'Optimizer', options: fromRegistry(OPTIMIZERS), initial: ['adam', 'pesg'] },
  { field: 'optimizer.learningRate', title: 'Learning rate', options: null, initial: [0.001, 0.01] },
  { field: 'batch', title: 'Batch', options: null, initial: [32, 128] },
  { field: 'epochs', title: 'Epochs', options: null, initial: [5, 10] },
  { field: 'steps', title: 'Steps', options: null, initial: [200, 400] },
  { field: 'width', title: 'Width', options: null, initial: [8, 16] },
  { field: 'stem', title: 'Stem', options: words('imagenet', 'small'), initial: ['imagenet', 'small'] },
  { field: 'volume', title: 'Volumes', options: words('3d', 'slices'), initial: ['3d', 'slices'] },
  {
    field: 'normalise',
    title: 'Normalise',
    options: words('none', 'half', 'train'),
    initial: ['none', 'train'],
  },
  { field: 'protocol.trainFraction', title: 'Share of the training part', options: null, initial: [0.25, 1] },
  { field: 'protocol.labelNoise', title: 'Wrong labels', options: null, initial: [0, 0.2] },
  {
    field: 'dataset',
    title: 'Data set',
    options: CATALOGUE.map(({ id, name }) => ({ value: { kind: 'catalogue', id, size: 28 }, label: name })),
    initial: [{ kind: 'catalogue', id: 'pneumoniamnist', size: 28 }],
  },
];

export function factorTitle(factor: FactorSpec): string {
  if ('subsets' in factor) return 'Every subset of';
  if ('levels' in factor) return factor.name;
  return FACTOR_FIELDS.find(({ field }) => field === factor.field)?.title ?? factor.name ?? factor.field;
}
