import { PHANTOM_SHAPES, phantomSettings } from '../phantom-settings.ts';
import { type DatasetReference, datasetReference } from '../recipe/dataset-reference.ts';
import { datasetName } from '../recipe/name.ts';
import { badStudy, type FactorSpec, parseStudy, type Study } from './study.ts';

/** The phantom in the shape of an official set, by its id. */
const SHAPES: Readonly<Record<string, (typeof PHANTOM_SHAPES)[number]>> = {
  pneumoniamnist: 'pneumonia',
  nodulemnist3d: 'nodule',
  vesselmnist3d: 'vessel',
  dermamnist: 'derma',
};

const MARK = ' (phantom)';

/** Whether a study names official sets, and each of them has a phantom of its shape. */
export function canRunOnPhantoms({ base, factors }: Study): boolean {
  const official = [base.dataset, ...factors.flatMap(valuesOf)].filter(isOfficial);
  return official.length > 0 && official.every((reference) => shapeOf(reference) !== undefined);
}

/**
 * The same study on synthetic sets of the same shape: nothing to fetch, and nothing to learn about the real ones. Levels
 * that change the set say so in their label.
 *
 * @param images images of each phantom, all parts together
 * @throws LabError `bad-study` where an official set has no phantom of its shape, or there are too few images
 */
export function onPhantoms(study: Study, images?: number): Study {
  const replaced = (value: unknown): unknown => (isOfficial(value) ? phantomOf(value, images) : value);
  const baseline = { ...study.baseline };
  const factors = study.factors.map((factor): unknown => {
    if ('subsets' in factor) return factor;
    if ('field' in factor) {
      return factor.field === 'dataset' ? { ...factor, values: factor.values.map(replaced) } : factor;
    }
    const levels = factor.levels.map(({ label, set }) => {
      if (!isOfficial(set.dataset)) return { label, set };
      if (baseline[factor.name] === label) baseline[factor.name] = label + MARK;
      return { label: label + MARK, set: { ...set, dataset: replaced(set.dataset) } };
    });
    return { ...factor, levels };
  });
  const base =
    'dataset' in study.base ? { ...study.base, dataset: replaced(study.base.dataset) } : study.base;
  return parseStudy({
    ...study,
    name: study.name.slice(0, 120 - MARK.length) + MARK,
    base,
    factors,
    baseline,
  });
}

type Official = Extract<DatasetReference, { kind: 'catalogue' }>;

function isOfficial(value: unknown): value is Official {
  return datasetReference.safeParse(value).data?.kind === 'catalogue';
}

function valuesOf(factor: FactorSpec): readonly unknown[] {
  if ('subsets' in factor) return [];
  if ('field' in factor) return factor.field === 'dataset' ? factor.values : [];
  return factor.levels.map(({ set }) => set.dataset);
}

/** Phantoms come in the official sets' smallest size only. */
function shapeOf(reference: Official): (typeof PHANTOM_SHAPES)[number] | undefined {
  const { id, size } = datasetReference.parse(reference) as Official;
  return size === 28 ? SHAPES[id] : undefined;
}

function phantomOf(reference: Official, images: number | undefined): DatasetReference {
  const shape = shapeOf(reference);
  if (!shape) {
    const name = datasetName(datasetReference.parse(reference));
    throw badStudy(`There is no phantom in the shape of ${name}; there are ${PHANTOM_SHAPES.join(', ')}.`);
  }
  const settings = phantomSettings.safeParse({ shape, images });
  if (!settings.success) {
    const { minValue, maxValue } = phantomSettings.shape.images.unwrap();
    throw badStudy(`A phantom has ${minValue} to ${maxValue} images, not ${images}.`);
  }
  return { kind: 'phantom', ...settings.data };
}
