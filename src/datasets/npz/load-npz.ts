import { CATALOGUE, type CatalogueEntry, officialFileName } from '../../lab/catalogue/catalogue.ts';
import { type Dataset, type ImageSize, SPLITS } from '../../lab/dataset.ts';
import { LabError } from '../../lab/lab-error.ts';
import { valuesOfLabel, widened } from '../../lab/label-values.ts';
import { ONE_HOT_NOTE } from '../../lab/one-hot-note.ts';
import { catalogueKey } from '../../lab/recipe/dataset-reference.ts';
import { assembleDataset, type Identity } from '../assemble.ts';
import { checkLabels, inferScheme, type LabelScheme } from '../labels.ts';
import { createProgress } from '../progress.ts';
import type { LoadContext } from '../source.ts';
import { LAB_ARRAY, type LabFacts, parseLabFacts } from './lab-array.ts';
import { ARRAY_NAMES, checkArrayHeader, forSplits, type Layout, readLayout } from './layout.ts';
import type { NpyHeader } from './npy-header.ts';
import { asClasses, isNamedAsClasses, isOneHot } from './one-hot.ts';
import { type NpzArray, readNpz } from './read-npz.ts';
import { decodeTexts, isText } from './texts.ts';

/** An official file, known by its MD5 under whatever name. */
export interface OfficialFile {
  readonly entry: CatalogueEntry;
  readonly size: ImageSize;
}

/**
 * Loads a set from an .npz of the MedMNIST layout. Official files are recognised by their MD5; any other becomes a
 * custom set whose task follows from its labels; the name of the file may say that they are classes, see one-hot.ts.
 *
 * @param origin where the file came from, for a person
 * @throws LabError for each kind of bad file (see docs/data.md)
 */
export async function loadNpz(
  file: Blob,
  fileName: string,
  origin: string,
  context: Pick<LoadContext, 'signal' | 'onProgress'>,
): Promise<Dataset> {
  const { md5, arrays } = await readNpz<(typeof ARRAY_NAMES)[number] | typeof LAB_ARRAY>(file, {
    fileName,
    wanted: ARRAY_NAMES,
    optional: [LAB_ARRAY],
    checkHeader: (array, header) => {
      if (array === LAB_ARRAY) requireText(header, fileName);
      else checkArrayHeader(array, header);
    },
    signal: context.signal,
    onBytes: createProgress(context.onProgress, 'reading', file.size),
  });
  const read = readLayout(arrays);
  const official = findOfficialFile(md5);
  const facts = official || !arrays[LAB_ARRAY] ? null : labFacts(arrays[LAB_ARRAY], fileName);
  const layout = !official && isNamedAsClasses(fileName) ? asClasses(read) : read;
  const scheme = official
    ? officialScheme(official.entry)
    : facts
      ? { task: facts.task, classes: facts.classNames.length }
      : inferScheme(layout.labels, layout.labelColumns);
  if (facts) requireColumns(layout, scheme, fileName);
  checkLabels(layout.labels, scheme);
  const identity = official
    ? officialIdentity(official, `${origin}, MD5 verified`)
    : facts
      ? labIdentity(facts)
      : customIdentity(fileName, scheme, layout, origin);
  const splits = forSplits((split) => ({
    count: layout.counts[split],
    images: layout.images[split],
    labels: widened(layout.labels[split], valuesOfLabel(scheme.task, scheme.classes)),
  }));
  const dataset = await assembleDataset(identity, layout, scheme, splits, context);
  const attributes = facts?.attributes?.filter(({ codes }) =>
    SPLITS.every((split) => codes[split].length === splits[split].count),
  );
  return attributes?.length ? { ...dataset, attributes } : dataset;
}

function labIdentity({ name, classNames, licence, origin, notes, synthetic, imported }: LabFacts): Identity {
  return {
    ...{
      key: null,
      catalogueId: null,
      synthetic: synthetic === true,
      name,
      classNames,
      licence,
      origin,
      notes,
    },
    ...(imported ? { imported } : {}),
  };
}

function requireText({ dtype, shape }: NpyHeader, fileName: string): void {
  if (isText(dtype) && shape.length === 1 && shape[0] === 1) return;
  throw new LabError(
    'wrong-dtype',
    `The array ${LAB_ARRAY} in ${fileName} is not the one that the lab writes.`,
    'Save the file again from the lab, or without this array.',
  );
}

function labFacts({ header, data }: NpzArray, fileName: string): LabFacts {
  return parseLabFacts(decodeTexts(data, header.dtype)[0]!, fileName);
}

/** What the file says of its labels must fit them. */
function requireColumns({ labelColumns }: Layout, { task, classes }: LabelScheme, fileName: string): void {
  if (labelColumns === (task === 'multi-label' ? classes : 1)) return;
  throw new LabError(
    'wrong-shape',
    `${fileName} says that it has ${classes} ${task === 'multi-label' ? 'labels' : 'classes'}, but its labels have ${labelColumns} columns.`,
    'Save the file again from the lab.',
  );
}

export function findOfficialFile(md5: string): OfficialFile | null {
  for (const entry of CATALOGUE) {
    for (const [size, known] of Object.entries(entry.md5)) {
      if (known === md5) return { entry, size: Number(size) as ImageSize };
    }
  }
  return null;
}

function officialScheme(entry: CatalogueEntry): LabelScheme {
  return { task: entry.task, classes: entry.classNames.length };
}

function officialIdentity({ entry, size }: OfficialFile, origin: string): Identity {
  return {
    key: catalogueKey(entry.id, size),
    catalogueId: entry.id,
    name: entry.name,
    classNames: entry.classNames,
    licence: entry.licence,
    synthetic: false,
    origin,
    notes: [],
  };
}

function customIdentity(fileName: string, scheme: LabelScheme, layout: Layout, origin: string): Identity {
  const word = scheme.task === 'multi-label' ? 'label' : 'class';
  return {
    key: null,
    catalogueId: null,
    name: fileName.replace(/\.npz$/i, ''),
    classNames: Array.from({ length: scheme.classes }, (_, index) => `${word} ${index}`),
    licence: 'unknown',
    synthetic: false,
    origin,
    notes: [...lookalikeNotes(fileName, layout), ...(isOneHot(layout) ? [ONE_HOT_NOTE] : [])],
  };
}

/** A file that has the name of an official one but not its content deserves a word. */
function lookalikeNotes(fileName: string, layout: Layout): string[] {
  const namesake = CATALOGUE.find((entry) =>
    Object.keys(entry.md5).some((size) => officialFileName(entry.id, Number(size) as ImageSize) === fileName),
  );
  if (!namesake) return [];
  const found = Object.values(layout.counts).join(' / ');
  const official = Object.values(namesake.samples).join(' / ');
  return [
    `The file is named like ${namesake.name}, but its MD5 is not the official one, so it is treated as a set of its own (${found} images; official: ${official}).`,
  ];
}
