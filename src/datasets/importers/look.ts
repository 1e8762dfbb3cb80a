import { integerPower } from '../../lab/exact-math.ts';
import type { Found } from '../../lab/import/found.ts';
import { likelyPattern } from '../../lab/import/groups.ts';
import type { ImportFile } from '../../lab/import/import-file.ts';
import type { ImportLook } from '../../lab/import/look.ts';
import { type Obstacle, obstaclesOf } from '../../lab/import/obstacles.ts';
import type { GivenImportOptions } from '../../lab/import/options.ts';
import { type ImportPlan, planImport } from '../../lab/import/plan.ts';
import { LabError } from '../../lab/lab-error.ts';
import { LAB_ARRAY } from '../npz/lab-array.ts';
import { ARRAY_NAMES, type ArrayName, checkArrayHeader } from '../npz/layout.ts';
import { readZipDirectory } from '../npz/zip-directory.ts';
import { type ArrayFile, openArrays } from './arrays/array-file.ts';
import type { ImportSource, RawImage, ReadContext } from './importer.ts';
import { openOnce } from './opened.ts';
import { shapeImage } from './shape-image.ts';

/** Images shown of a class, and classes shown at most. */
const SAMPLES = 6;
const MOST_CLASSES = 20;

/**
 * Whether a file needs no import: an .npz of the official layout in which nothing has to be assumed, or one of ours.
 *
 * @throws LabError where the file is damaged, or no choice makes a set of it
 */
export async function isPlain(files: readonly ImportFile[], context: ReadContext): Promise<boolean> {
  const [first] = files;
  if (files.length !== 1 || !first || !/\.npz$/i.test(first.path)) return false;
  const names = new Set(
    (await readZipDirectory(first.file, first.path)).map(({ name }) => name.replace(/\.npy$/, '')),
  );
  if (!ARRAY_NAMES.every((name) => names.has(name))) return false;
  if (names.has(LAB_ARRAY)) return true;
  const arrays = await openArrays(files, context.signal);
  if (!ARRAY_NAMES.every((name) => isStrict(name, arrays.find((array) => array.name === name)!)))
    return false;
  const source = await openOnce(files, context);
  const found = source.found({});
  const plan = planImport(found, {});
  const isAssumed = plan.will.length > 0 || plan.warnings.length > 0 || plan.questions.length > 0;
  return !isAssumed && found.classNames === null && obstaclesOf(plan).length === 0;
}

/** Whether the loader of official files takes an array of this type and shape. */
function isStrict(name: ArrayName, { header }: ArrayFile): boolean {
  try {
    checkArrayHeader(name, header);
    return true;
  } catch {
    return false;
  }
}

/**
 * @throws LabError where no choice makes a set of the files
 */
export async function lookAtImport(
  files: readonly ImportFile[],
  given: GivenImportOptions,
  context: ReadContext,
): Promise<ImportLook> {
  const source = await openOnce(files, context);
  const found = source.found(given);
  const plan = planImport(found, given);
  const obstacles = obstaclesOf(plan);
  if (obstacles.length > 0) refuseHopeless(found, given, obstacles[0]!);
  const { parts, labels, attributes: _, ...shown } = plan;
  const everything = planImport(found, { ...given, leaveOutClasses: [] });
  return {
    name: found.name,
    filesKey: await filesKey(files),
    importer: found.importer,
    found: found.sentences,
    axes: found.axes,
    edges: found.edges,
    hasColour: found.hasColour,
    greys: found.greys,
    columns: Object.keys(found.columns),
    labelColumns: found.labelColumns,
    hasNames: found.names !== null,
    slices: found.slices,
    partsNamed: found.parts.some((part) => part !== null),
    likelyPattern: likelyPattern(found.names),
    allClasses: plan.task === 'multi-label' ? [] : everything.classNames,
    plan: shown,
    obstacles,
    tiles: await samples(source, plan, context),
  };
}

async function filesKey(files: readonly ImportFile[]): Promise<string> {
  const lines = files.map(({ path, file }) => `${file.size} ${path}`).toSorted();
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(lines.join('\n')));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What stands in the way also when the parts are drawn anew is said at once. */
function refuseHopeless(found: Found, given: GivenImportOptions, obstacle: Obstacle): void {
  const classes = new Set(planImport(found, given).labels.strata).size;
  const redrawn = obstaclesOf(planImport(found, { ...given, parts: 'redraw', leaveOutClasses: [] }));
  if (redrawn.length === 0 || classes > 1) return;
  throw new LabError(
    obstacle.code,
    obstacle.text,
    'Nothing was taken. There must be images of at least two classes.',
  );
}

async function samples(
  source: ImportSource,
  plan: ImportPlan,
  context: ReadContext,
): Promise<ImportLook['tiles']> {
  const { parts, labels, size, channels, dims, options } = plan;
  const taken = new Map<number, number>();
  const wanted = new Map<number, number>();
  for (let item = 0; item < parts.length; item++) {
    if (parts[item] !== 'train') continue;
    const row = labels.values.subarray(item * labels.width, (item + 1) * labels.width);
    const label = labels.width === 1 ? row[0]! : row.indexOf(1);
    if (label < 0 || label >= MOST_CLASSES) continue;
    const count = taken.get(label) ?? 0;
    if (count >= SAMPLES) continue;
    taken.set(label, count + 1);
    wanted.set(item, label);
  }
  const items = [...wanted.keys()].sort((one, other) => wanted.get(one)! - wanted.get(other)! || one - other);
  const places = new Map(items.map((item, place) => [item, place]));
  const pixels = new Uint8ClampedArray(items.length * size * size * 4);
  const goal = { window: options.window, square: options.square, dims, size, channels };
  const image = new Uint8Array(integerPower(size, dims) * channels);
  await source.read(
    options,
    new Set(items),
    (item: number, raw: RawImage) => {
      shapeImage(raw, goal, image);
      // Of a volume the slice in the middle.
      const start = dims === 3 ? Math.floor(size / 2) * size * size * channels : 0;
      const target = places.get(item)! * size * size * 4;
      for (let pixel = 0; pixel < size * size; pixel++) {
        for (let channel = 0; channel < 3; channel++) {
          pixels[target + pixel * 4 + channel] =
            image[start + pixel * channels + (channels === 3 ? channel : 0)]!;
        }
        pixels[target + pixel * 4 + 3] = 255;
      }
    },
    { ...context, onProgress: () => undefined },
  );
  return { pixels, size, classes: items.map((item) => wanted.get(item)!) };
}
