import type { Found, Problem } from '../../../lab/import/found.ts';
import type { ImportFile } from '../../../lab/import/import-file.ts';
import type { GivenImportOptions } from '../../../lab/import/options.ts';
import { LabError } from '../../../lab/lab-error.ts';
import { breathe, throwIfCancelled } from '../../cancellation.ts';
import { createProgress } from '../../progress.ts';
import { GreyTally } from '../greys.ts';
import type { Importer, ImportSource, RawImage, ReadContext } from '../importer.ts';
import { isOffline } from '../library.ts';
import { type DecodedImage, decodeImage } from './decode.ts';
import {
  bytesOf,
  countFiles,
  type FileList,
  holdsImages,
  type ListedFile,
  listFiles,
  listPaths,
} from './file-list.ts';
import { placeOf } from './folders.ts';
import { readTogether } from './read-together.ts';
import { type Stack, singles, stacksOf } from './stacks.ts';
import { matchRows, readTable, splitOfRow, type Table } from './table.ts';

/** A folder or a zip of images: classes from folders, or from a CSV. */
export const imagesImporter: Importer = {
  takes: holdsImages,
  async open(files, context) {
    const list = await listFiles(files);
    const table = await findTable(list);
    const seen = await lookAtAll(list.images, context);
    return {
      found: (given) => foundOf(nameOf(files), list, table, seen, given),
      read: reader(list.images, seen),
    };
  },
};

/** What was seen of the images when each was read once. */
interface Seen {
  readonly broken: ReadonlyMap<number, string>;
  readonly edges: readonly (readonly [number, number])[];
  readonly hasColour: boolean;
  /** Of 16 bits, whatever the others have. */
  readonly isDeep: boolean;
  readonly greys: Found['greys'];
  /** Pages of each file. */
  readonly pages: readonly number[];
}

function nameOf(files: readonly ImportFile[]): string {
  const [first] = files;
  if (files.length === 1) return first!.path.replace(/^.*\//, '').replace(/\.[^.]*$/, '');
  const folder = first!.path.split('/')[0]!;
  return files.every(({ path }) => path.startsWith(`${folder}/`)) ? folder : 'my images';
}

async function findTable({ tables }: FileList): Promise<Table | null> {
  for (const file of tables) {
    const table = readTable(file.path, await bytesOf(file));
    if (table) return table;
  }
  return null;
}

async function pagesOf(file: ListedFile): Promise<DecodedImage[]> {
  return decodeImage(await bytesOf(file));
}

/** Reads each image once: sizes, colours, greys, and which are broken. */
async function lookAtAll(images: readonly ListedFile[], context: ReadContext): Promise<Seen> {
  const broken = new Map<number, string>();
  const edges: [number, number][] = [];
  const pages: number[] = [];
  const tallies = { byte: new GreyTally(), deep: new GreyTally() };
  let hasColour = false;
  let isDeep = false;
  await eachFile(images, null, context, async (item, readPages) => {
    try {
      const [image, ...others] = await readPages();
      pages[item] = 1 + others.length;
      edges[item] = image!.edges as [number, number];
      hasColour ||= image!.channels === 3;
      const deep = image!.values instanceof Uint16Array;
      isDeep ||= deep;
      tallies[deep ? 'deep' : 'byte'].range(image!.values);
    } catch (error) {
      throwIfCancelled(context.signal);
      if (isOffline(error)) throw error;
      broken.set(item, error instanceof Error ? error.message : String(error));
      edges[item] = [0, 0];
      pages[item] = 0;
    }
  });
  if (isDeep) {
    await eachFile(images, null, context, async (item, readPages) => {
      if (broken.has(item)) return;
      const [image] = await readPages();
      if (image!.values instanceof Uint16Array) tallies.deep.count(image!.values);
    });
  }
  const greys = isDeep
    ? tallies.deep.summary('integer', { low: 0, high: 65_535 })
    : tallies.byte.summary('byte', { low: 0, high: 255 });
  return { broken, edges, hasColour, isDeep, greys, pages };
}

async function eachFile(
  files: readonly ListedFile[],
  wanted: ReadonlySet<number> | null,
  { signal, onProgress }: ReadContext,
  visit: (item: number, pages: () => Promise<DecodedImage[]>) => Promise<void>,
): Promise<void> {
  const items = wanted ? [...wanted] : [...files.keys()];
  const total = items.reduce((sum, item) => sum + files[item]!.size, 0);
  const report = createProgress(onProgress, 'reading', total);
  let done = 0;
  await readTogether(files, items, signal, async (item, bytes) => {
    await visit(item, async () => decodeImage(await bytes()));
    done += files[item]!.size;
    report(done);
  });
}

function reader(images: readonly ListedFile[], { isDeep, broken, pages }: Seen): ImportSource['read'] {
  return async ({ volumes }, wanted, visit, context) => {
    if (volumes === 'slices') {
      await readVolumes(images, pages, isDeep, wanted, visit, context);
      return;
    }
    await eachFile(images, wanted, context, async (item, readPages) => {
      if (broken.has(item)) return;
      const [image] = await readPages();
      visit(item, isDeep ? deepened(image!) : image!);
    });
  };
}

/** One volume after the other, as each takes the room of all its slices. */
async function readVolumes(
  images: readonly ListedFile[],
  pages: readonly number[],
  isDeep: boolean,
  wanted: ReadonlySet<number> | null,
  visit: (item: number, image: RawImage) => void,
  context: ReadContext,
): Promise<void> {
  const stacks = stacksOf(
    images.map(({ path }) => path),
    pages,
  );
  const report = createProgress(context.onProgress, 'reading', stacks.length);
  for (const [item, { files }] of stacks.entries()) {
    if (wanted && !wanted.has(item)) continue;
    const slices: RawImage[] = [];
    for (const file of files) {
      for (const page of await pagesOf(images[file]!)) slices.push(isDeep ? deepened(page) : page);
    }
    visit(item, stacked(slices));
    report(item + 1);
    await breathe(context.signal);
  }
}

/** Slices on top of each other; grey ones beside coloured ones are given three channels. */
function stacked(slices: readonly RawImage[]): RawImage {
  const channels = Math.max(...slices.map((slice) => slice.channels));
  const [height, width] = slices[0]!.edges as [number, number];
  const length = height * width * channels;
  const first = slices[0]!.values;
  const values =
    first instanceof Uint16Array
      ? new Uint16Array(length * slices.length)
      : new Uint8Array(length * slices.length);
  slices.forEach((slice, depth) => {
    for (let at = 0; at < length; at++) {
      values[depth * length + at] =
        slice.values[slice.channels === channels ? at : Math.floor(at / channels)]!;
    }
  });
  return { values, edges: [slices.length, height, width], channels };
}

/** In a set with images of 16 bits the others are on the same scale. */
function deepened(image: DecodedImage): RawImage {
  if (image.values instanceof Uint16Array) return image;
  return { ...image, values: Uint16Array.from(image.values, (value) => value * 257) };
}

function foundOf(
  name: string,
  list: FileList,
  table: Table | null,
  seen: Seen,
  given: GivenImportOptions,
): Found {
  const paths = list.images.map(({ path }) => path);
  const good = seen.edges.filter((_, item) => !seen.broken.has(item));
  if (good.length === 0) {
    const [item, why] = [...seen.broken][0] ?? [0, ''];
    throw new LabError(
      'bad-import',
      paths.length === 0
        ? `${name} holds no images.`
        : `${paths.length === 1 ? 'The image' : `None of the ${paths.length} images`} can${paths.length === 1 ? 'not' : ''} be read; ${paths[item]}: ${why}.`,
      'Nothing was taken. Give PNG, JPEG, WebP, BMP, GIF or TIFF images.',
    );
  }
  const volumes = given.volumes === 'slices';
  const stacks = volumes ? stacksOf(paths, seen.pages) : singles(paths);
  const places = stacks.map(({ files }) => paths[files[0]!]!);
  const told = table ? fromTable(table, places, stacks, given) : fromFolders(places);
  const depths = stacks.map(({ files }) => files.reduce((sum, file) => sum + seen.pages[file]!, 0));
  const edges = volumes
    ? stacks.flatMap(({ files }, item) =>
        files.some((file) => seen.broken.has(file)) ? [] : [[depths[item]!, ...seen.edges[files[0]!]!]],
      )
    : good;
  const isOneSize = edges.every((edge) => edge.join() === edges[0]?.join());
  const size = good.every((edge) => edge.join() === good[0]!.join())
    ? `, ${good[0]![1]} × ${good[0]![0]} pixels`
    : ', of several sizes';
  return {
    name,
    importer: 'images',
    sentences: [
      `${paths.length === 1 ? '1 image' : `${paths.length} images`}: ${kindsOf(paths)}${size}.`,
      ...(volumes ? [`${stacks.length} volumes of ${range(depths)} slices.`] : []),
      ...(table ? [`${table.name} with the columns ${table.header.join(', ')}.`] : []),
      ...(list.passedOver > 0 ? [`${countFiles(list.passedOver)} of other kinds, passed over.`] : []),
    ],
    axes: ['NHWC'],
    edges: isOneSize ? (edges[0] ?? null) : null,
    ...lengthsOf(edges),
    hasColour: seen.hasColour,
    hasAlpha: false,
    greys: seen.greys,
    parts: told.parts,
    labels: told.labels,
    labelColumns: told.labelColumns,
    classNames: null,
    names: places.map((path) => path.replace(/^.*\//, '')),
    columns: told.columns,
    problems: [
      ...list.problems,
      ...brokenProblem(paths, seen.broken, stacks),
      ...(volumes ? unequalProblem(paths, seen, stacks) : []),
      ...told.problems,
    ],
    slices:
      seen.pages.some((count) => count > 1) ||
      stacksOf(paths, seen.pages).some(({ files }) => files.length > 1),
  };
}

function range(numbers: readonly number[]): string {
  const [least, most] = numbers.reduce(
    ([low, high], one) => [Math.min(low, one), Math.max(high, one)],
    [Number.POSITIVE_INFINITY, 0],
  );
  return least === most ? String(least) : `${least} to ${most}`;
}

function lengthsOf(edges: readonly (readonly number[])[]): Pick<Found, 'longest' | 'shortest'> {
  let [longest, shortest] = [1, Number.POSITIVE_INFINITY];
  for (const edge of edges) {
    longest = Math.max(longest, ...edge);
    shortest = Math.min(shortest, ...edge);
  }
  return { longest, shortest: Math.min(longest, shortest) };
}

/** Slices of one volume must be of one size. */
function unequalProblem(
  paths: readonly string[],
  { edges, broken }: Seen,
  stacks: readonly Stack[],
): Problem[] {
  const items = stacks.flatMap(({ files }, item) => {
    const sizes = new Set(files.filter((file) => !broken.has(file)).map((file) => edges[file]!.join()));
    return sizes.size > 1 ? [item] : [];
  });
  if (items.length === 0) return [];
  const names = items.map((item) => paths[stacks[item]!.files[0]!]!);
  return [
    {
      kind: 'other-shape',
      items,
      text: `${items.length} ${items.length === 1 ? 'volume has' : 'volumes have'} slices of several sizes: ${listPaths(names)}.`,
    },
  ];
}

function kindsOf(paths: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const kind = path.replace(/^.*\./, '').toUpperCase().replace('JPG', 'JPEG').replace(/^TIF$/, 'TIFF');
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts.size === 1
    ? [...counts.keys()][0]!
    : [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ');
}

function brokenProblem(
  paths: readonly string[],
  broken: Seen['broken'],
  stacks: readonly Stack[],
): Problem[] {
  if (broken.size === 0) return [];
  const files = [...broken.keys()].sort((one, other) => one - other);
  const told = files.map((file) => `${paths[file]} (${broken.get(file)})`);
  const items = stacks.flatMap((stack, item) => (stack.files.some((file) => broken.has(file)) ? [item] : []));
  return [{ kind: 'broken', items, text: `${countFiles(files.length)} cannot be read: ${listPaths(told)}.` }];
}

type Told = Pick<Found, 'parts' | 'labels' | 'labelColumns' | 'columns' | 'problems'>;

function fromFolders(paths: readonly string[]): Told {
  const places = paths.map(placeOf);
  const without = places.flatMap(({ label }, item) => (label === null ? [item] : []));
  if (without.length === paths.length) {
    throw new LabError(
      'bad-import',
      'Nothing says what the images are: they lie in no folders of classes, and there is no table.',
      'Nothing was taken. Put the images of each class into a folder of its name, or add a CSV with the columns filename and label.',
    );
  }
  const folders = places.map(({ folder }) => folder ?? '');
  return {
    parts: places.map(({ split }) => split),
    labels: { kind: 'values', values: places.map(({ label }) => label ?? '') },
    labelColumns: [],
    columns:
      new Set(folders).size > 1
        ? { folder: places.map(({ folder, label }) => `${label}/${folder ?? ''}`) }
        : {},
    problems:
      without.length === 0
        ? []
        : [
            {
              kind: 'no-label',
              items: without,
              text: `${countFiles(without.length)} in no folder of a class: ${listPaths(without.map((item) => paths[item]!))}.`,
            },
          ],
  };
}

function fromTable(
  table: Table,
  paths: readonly string[],
  stacks: readonly Stack[],
  given: GivenImportOptions,
): Told {
  const { rows, unmatched } = matchRows(
    table,
    stacks.map(({ names }) => names),
  );
  const chosen = given.labelColumn ? table.header.indexOf(given.labelColumn) : table.labelColumn;
  if (given.labelColumn && chosen < 0) {
    throw new LabError(
      'bad-import',
      `${table.name} has no column "${given.labelColumn}"; it has ${table.header.join(', ')}.`,
      'Nothing was taken. Name one of them.',
    );
  }
  const values = rows.map((row) => row?.[chosen] ?? '');
  const without = chosen < 0 ? [] : values.flatMap((value, item) => (value === '' ? [item] : []));
  const others = table.header.flatMap((column, index) =>
    [table.fileColumn, chosen, table.splitColumn].includes(index) ? [] : [[column, index] as const],
  );
  // Whole numbers are classes in the order of their numbers: 10 comes after 9.
  const numeric = values.every((value, item) => without.includes(item) || /^-?\d{1,15}$/.test(value));
  return {
    parts: rows.map((row) => (row ? splitOfRow(table, row) : null)),
    labels:
      chosen < 0
        ? null
        : {
            kind: 'values',
            values: numeric ? values.map((value) => (value === '' ? Number.NaN : Number(value))) : values,
          },
    labelColumns: chosen < 0 ? others.map(([column]) => column) : [],
    columns: Object.fromEntries(
      others.map(([column, index]) => [column, rows.map((row) => row?.[index] ?? '')]),
    ),
    problems: [
      ...(without.length > 0
        ? [
            {
              kind: 'no-label' as const,
              items: without,
              text: `${countFiles(without.length)} without a label in ${table.name}: ${listPaths(without.map((item) => paths[item]!))}.`,
            },
          ]
        : []),
      ...(unmatched.length > 0
        ? [
            {
              kind: 'no-file' as const,
              items: [],
              text: `${unmatched.length} ${unmatched.length === 1 ? 'row names a file' : 'rows name files'} that ${unmatched.length === 1 ? 'is' : 'are'} not there: ${listPaths(unmatched)}.`,
            },
          ]
        : []),
    ],
  };
}
