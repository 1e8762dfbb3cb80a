import { type Dataset, imageLength, SPLITS, type Split, type SplitData } from '../../lab/dataset.ts';
import { requireReady } from '../../lab/import/obstacles.ts';
import type { ImportPlan } from '../../lab/import/plan.ts';
import { emptyLabels, valuesOfLabel } from '../../lab/label-values.ts';
import { assembleDataset } from '../assemble.ts';
import { allocate, requireMemory } from '../memory-budget.ts';
import { forSplits } from '../npz/layout.ts';
import type { ImportSource, ReadContext } from './importer.ts';
import { shapeImage } from './shape-image.ts';

/**
 * Makes a set of opened files as it was planned, image by image.
 *
 * @param origin where the files came from, for a person
 * @throws LabError `needs-choice`, `too-large`, `cancelled`, and whatever stands in the way
 */
export async function takeImport(
  source: ImportSource,
  name: string,
  plan: ImportPlan,
  context: ReadContext,
): Promise<Dataset> {
  requireReady(plan);
  const { dims, size, channels, parts, labels, classNames, images, options, attributes } = plan;
  const length = imageLength({ dims, size, channels });
  const total = SPLITS.reduce((sum, split) => sum + images[split], 0);
  requireMemory(name, total * (length + labels.width));
  const splits: Record<Split, SplitData> = forSplits((split) => ({
    count: images[split],
    images: allocate(`The ${split} part of ${name}`, images[split] * length),
    labels: emptyLabels(valuesOfLabel(plan.task, classNames.length), images[split] * labels.width),
  }));
  const places = placesIn(parts);
  parts.forEach((part, item) => {
    if (part === null) return;
    const row = labels.values.subarray(item * labels.width, (item + 1) * labels.width);
    splits[part].labels.set(row, places[item]! * labels.width);
  });
  const wanted = parts.includes(null)
    ? new Set([...parts.keys()].filter((item) => parts[item] !== null))
    : null;
  const goal = { window: options.window, square: options.square, dims, size, channels };
  await source.read(
    options,
    wanted,
    (item, image) => {
      const place = places[item]! * length;
      shapeImage(image, goal, splits[parts[item]!].images.subarray(place, place + length));
    },
    context,
  );
  const dataset = await assembleDataset(
    {
      key: null,
      catalogueId: null,
      name,
      classNames,
      licence: 'unknown',
      synthetic: false,
      origin: `import of ${name}`,
      notes: [...plan.will, ...plan.warnings],
      imported: options,
    },
    { dims, size, channels },
    { task: plan.task, classes: classNames.length },
    splits,
    context,
  );
  return attributes.length > 0 ? { ...dataset, attributes } : dataset;
}

/** Each image's place in its part: they keep the order of the files. */
function placesIn(parts: ImportPlan['parts']): Int32Array {
  const next = { train: 0, val: 0, test: 0 };
  return Int32Array.from(parts, (part) => (part === null ? -1 : next[part]++));
}
