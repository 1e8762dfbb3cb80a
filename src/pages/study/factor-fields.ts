import { useEffect, useMemo } from 'react';
import { BALANCING } from '../../lab/balance/registry.ts';
import { CATALOGUE } from '../../lab/catalogue/catalogue.ts';
import { editionOf } from '../../lab/edition/steps.ts';
import { MODELS } from '../../lab/models/registry.ts';
import { canonicalJson } from '../../lab/recipe/canonical.ts';
import { LOSSES } from '../../lab/recipe/losses.ts';
import { OPTIMIZERS } from '../../lab/recipe/optimizers.ts';
import { levelLabels } from '../../lab/study/level-labels.ts';
import type { FactorSpec } from '../../lab/study/study.ts';
import { useData } from '../../state/data/store.ts';
import { loadEditions, useEditions } from '../../state/editions/store.ts';
import { readStarts, useStarts } from '../../state/starts/store.ts';

const EDITION = 'Edition of the data';
const START = 'Starts from';

/** Fields whose choices are those of this browser, with their titles. */
const CHOSEN_HERE: Readonly<Record<string, string>> = { edition: EDITION, start: START };

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

const FACTOR_FIELDS: readonly FactorField[] = [
  { field: 'balance', title: 'Balancing', options: fromRegistry(BALANCING), initial: ['none', 'upsample'] },
  { field: 'loss', title: 'Loss', options: fromRegistry(LOSSES), initial: ['cross-entropy', 'aucm'] },
  { field: 'optimizer', title: 'Optimizer', options: fromRegistry(OPTIMIZERS), initial: ['adam', 'pesg'] },
  { field: 'optimizer.learningRate', title: 'Learning rate', options: null, initial: [0.001, 0.01] },
  { field: 'batch', title: 'Batch', options: null, initial: [32, 128] },
  { field: 'epochs', title: 'Epochs', options: null, initial: [5, 10] },
  { field: 'steps', title: 'Steps', options: null, initial: [200, 400] },
  {
    field: 'model',
    title: 'Network',
    options: fromRegistry(MODELS),
    initial: ['resnet-18', 'small-cnn', 'linear'],
  },
  { field: 'protocol.fold', title: 'Fold that validates', options: null, initial: [1, 2] },
  { field: 'width', title: 'Width', options: null, initial: [8, 16] },
  { field: 'stem', title: 'Stem', options: words('imagenet', 'small'), initial: ['imagenet', 'small'] },
  { field: 'volume', title: 'Volumes', options: words('3d', 'slices'), initial: ['3d', 'slices'] },
  {
    field: 'normalise',
    title: 'Normalise',
    options: words('none', 'half', 'train'),
    initial: ['none', 'train'],
  },
  {
    field: 'precision',
    title: 'Precision',
    options: words('single', 'half'),
    initial: ['single', 'half'],
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

/** All fields, with the editions of the set that is loaded and the weights that are kept, where there are any. */
export function useFactorFields(): readonly FactorField[] {
  const dataset = useData((state) => state.dataset);
  const editions = useEditions((state) => state.editions);
  const kept = useStarts((state) => state.kept);
  useEffect(() => {
    void loadEditions();
    void readStarts();
  }, []);
  return useMemo(() => {
    const own = editions
      .filter(({ fingerprint }) => fingerprint === dataset?.fingerprint)
      .map(({ name, fingerprint, steps }) => editionOf(name, fingerprint, steps));
    const starts = (kept ?? []).flatMap(({ hash: weights, name, facts: { model } }) =>
      model === 'linear'
        ? [{ weights, name, frozen: 'nothing' }]
        : [
            { weights, name, frozen: 'nothing' },
            { weights, name, frozen: 'body' },
          ],
    );
    const latest = starts.filter(({ weights }) => weights === starts[0]?.weights);
    return [
      ...FACTOR_FIELDS,
      ...choiceField('edition', EDITION, own, own.slice(-1)),
      ...choiceField('start', START, starts, latest),
    ];
  }, [dataset, editions, kept]);
}

/** Something that the set, or this browser, may have: it can be done without. None where there is nothing. */
function choiceField(
  field: string,
  title: string,
  own: readonly unknown[],
  first: readonly unknown[],
): readonly FactorField[] {
  if (own.length === 0) return [];
  const values = [null, ...own];
  const labels = levelLabels(field, values);
  const options = values.map((value, at) => ({ value, label: labels[at]! }));
  return [{ field, title, options, initial: [null, ...first] }];
}

/**
 * The choices of a factor's field; null where numbers are typed. Values that are no choice of this page (an edition of a
 * study that came from elsewhere) are choices, too.
 */
export function optionsOf(
  fields: readonly FactorField[],
  { field, values }: { readonly field: string; readonly values: readonly unknown[] },
): FactorField['options'] {
  const options = fields.find((other) => other.field === field)?.options ?? (CHOSEN_HERE[field] ? [] : null);
  if (options === null) return null;
  const known = new Set(options.map(({ value }) => canonicalJson(value)));
  const labels = levelLabels(field, values);
  return [
    ...options,
    ...values.flatMap((value, at) =>
      known.has(canonicalJson(value)) ? [] : [{ value, label: labels[at]! }],
    ),
  ];
}

export function factorTitle(factor: FactorSpec): string {
  if ('subsets' in factor) return 'Every subset of';
  if ('levels' in factor) return factor.name;
  if (CHOSEN_HERE[factor.field]) return CHOSEN_HERE[factor.field]!;
  return FACTOR_FIELDS.find(({ field }) => field === factor.field)?.title ?? factor.name ?? factor.field;
}
