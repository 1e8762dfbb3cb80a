import { SPLITS, type Split } from '../../../lab/dataset.ts';
import { LabError } from '../../../lab/lab-error.ts';
import { formatShape } from '../../npz/npy-header.ts';
import { isText } from '../../npz/texts.ts';
import type { ArrayFile } from './array-file.ts';

/** Which arrays hold images and labels, part by part. */
export interface RolePart {
  /** Null where the file names no parts. */
  readonly split: Split | null;
  readonly images: ArrayFile;
  readonly labels: ArrayFile;
  /** Columns of text or numbers, one row an image, by name: patients, sites… */
  readonly columns: Readonly<Record<string, ArrayFile>>;
}

export interface Roles {
  readonly parts: readonly RolePart[];
  readonly classNames: ArrayFile | null;
}

const SPLIT_WORDS: Readonly<Record<string, Split>> = {
  ...{ train: 'train', training: 'train', tr: 'train' },
  ...{ val: 'val', valid: 'val', validation: 'val', dev: 'val' },
  ...{ test: 'test', testing: 'test', te: 'test' },
};
const IMAGE_WORDS = /^(images?|imgs?|x|data|pixels?|features?|volumes?|scans?|inputs?)$/;
const LABEL_WORDS = /^(labels?|y|targets?|classes|class|annotations?|outputs?)$/;
const NAME_WORDS = /^(class_?names?|label_?names?|classes|categories|target_?names)$/i;

interface Named {
  readonly array: ArrayFile;
  readonly split: Split | null;
  readonly word: string;
}

/** `x_train`, `trainX`, `X-train` and `xtrain` all name the images of the training part. */
function readName(array: ArrayFile): Named {
  const words = array.name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/^([xy])(train|valid|val|test)/, '$1_$2')
    .replace(/^(train|valid|val|test)([xy])$/, '$1_$2')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const split = words.map((word) => SPLIT_WORDS[word]).find((found) => found !== undefined) ?? null;
  return { array, split, word: words.filter((word) => !(word in SPLIT_WORDS)).join('_') };
}

/**
 * Finds images and labels by the names of the arrays, else by their shapes, in the order of the file.
 *
 * @throws LabError `missing-array`, `length-mismatch`
 */
export function findRoles(arrays: readonly ArrayFile[]): Roles {
  const classNames =
    arrays.find(
      ({ name, header }) => NAME_WORDS.test(name) && isText(header.dtype) && header.shape.length === 1,
    ) ?? null;
  const named = arrays.filter((array) => array !== classNames).map(readName);
  const pairs = byName(named) ?? byShape(named);
  if (!pairs) throw noPairs(arrays);
  for (const { images, labels } of pairs) {
    if (images.header.shape[0] !== labels.header.shape[0]) {
      throw new LabError(
        'length-mismatch',
        `${images.name} holds ${images.header.shape[0]} images, but ${labels.name} ${labels.header.shape[0]} labels.`,
        'Each image needs its label, in the same order.',
      );
    }
  }
  return { classNames, parts: pairs.map((pair) => ({ ...pair, columns: columnsOf(pair, named) })) };
}

type Pair = Omit<RolePart, 'columns'>;

function byName(named: readonly Named[]): Pair[] | null {
  const pairs: Pair[] = [];
  for (const split of [...SPLITS, null]) {
    const images = named.find((one) => one.split === split && IMAGE_WORDS.test(one.word));
    const labels = named.find((one) => one.split === split && LABEL_WORDS.test(one.word));
    if (!images && !labels) continue;
    const known = images ?? labels!;
    if (!images || !labels) {
      // A file of arrays without any pair by name may still have some by shape.
      if (split === null) continue;
      throw new LabError(
        'missing-array',
        `${known.array.name} has no ${images ? 'labels' : 'images'} beside it; there ${named.length === 1 ? 'is' : 'are'} ${listNames(named)}.`,
        `Save the ${images ? 'labels' : 'images'} of that part as well, or leave the part out.`,
      );
    }
    pairs.push({ split, images: images.array, labels: labels.array });
  }
  const parts = pairs.filter(({ split }) => split !== null);
  if (parts.length > 0) {
    if (parts.some(({ split }) => split === 'train')) return parts;
    throw new LabError(
      'missing-array',
      `There is no training part, only ${parts.map(({ split }) => split).join(' and ')}.`,
      'Save the images and labels of a training part as well, named train_images and train_labels.',
    );
  }
  return pairs.length > 0 ? pairs : null;
}

/** As `np.savez(file, x, y)` and a lone `.npy` with labels beside it have them: arr_0, arr_1… */
function byShape(named: readonly Named[]): Pair[] | null {
  const images = named.filter(({ array }) => array.header.shape.length >= 3);
  const labels = named.filter(({ array }) => array.header.shape.length <= 2 && array.header.shape.length > 0);
  const free = new Set(labels);
  const found: { images: ArrayFile; labels: ArrayFile }[] = [];
  for (const { array } of images) {
    const match = [...free].find((label) => label.array.header.shape[0] === array.header.shape[0]);
    if (!match) continue;
    free.delete(match);
    found.push({ images: array, labels: match.array });
  }
  if (found.length === 0 || found.length > 3) return null;
  const splits: readonly (Split | null)[] =
    found.length === 1 ? [null] : found.length === 2 ? ['train', 'test'] : SPLITS;
  return found.map((pair, index) => ({ ...pair, split: splits[index]! }));
}

/** Other arrays of one row an image: `train_patient`, or `patient` where there are no parts. */
function columnsOf(pair: Pair, named: readonly Named[]): Record<string, ArrayFile> {
  const count = pair.images.header.shape[0];
  const columns = named.filter(
    ({ array, split }) =>
      split === pair.split &&
      array !== pair.images &&
      array !== pair.labels &&
      array.header.shape[0] === count &&
      array.header.shape.slice(1).every((edge) => edge === 1),
  );
  return Object.fromEntries(columns.map(({ word, array }) => [word, array]));
}

function listNames(named: readonly Named[]): string {
  return named.map(({ array }) => array.name).join(', ');
}

function noPairs(arrays: readonly ArrayFile[]): LabError {
  const found = arrays
    .slice(0, 8)
    .map(({ name, header }) => `${name} ${formatShape(header.shape)}`)
    .join(', ');
  const onlyImages = arrays.length > 0 && arrays.every(({ header }) => header.shape.length >= 3);
  return new LabError(
    'missing-array',
    onlyImages
      ? `There are images without labels: ${found}.`
      : `No images with labels were found among ${found || 'no arrays'}.`,
    onlyImages
      ? 'Give the labels together with the images: both .npy files at once, or both arrays in one .npz.'
      : 'Name the arrays train_images and train_labels, or images and labels.',
  );
}
