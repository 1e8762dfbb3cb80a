import type { Problem } from '../../../lab/import/found.ts';
import type { ImportFile } from '../../../lab/import/import-file.ts';
import { readZipDirectory } from '../../npz/zip-directory.ts';
import { LONGEST_HEADER, unpackEntry } from '../unpack-entry.ts';

/** One file in a folder or a zip. */
export interface ListedFile {
  /** With `/`, and without what all paths have in common. */
  readonly path: string;
  /** Of its own bytes. */
  readonly size: number;
  /** What is read of the disk for it: itself, or its part of a zip. */
  readonly stored: Blob;
  /**
   * Its own bytes, of what was read.
   *
   * @throws LabError where it is damaged
   */
  unpack(stored: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
}

export async function bytesOf({ stored, unpack }: ListedFile): Promise<Uint8Array<ArrayBuffer>> {
  return unpack(new Uint8Array(await stored.arrayBuffer()));
}

export interface FileList {
  readonly images: readonly ListedFile[];
  readonly tables: readonly ListedFile[];
  readonly problems: readonly Problem[];
  /** Files that are neither, by their ending. */
  readonly passedOver: number;
}

const IMAGE = /\.(png|jpe?g|webp|bmp|gif|tiff?)$/i;
const TABLE = /\.(csv|tsv)$/i;
/** What systems leave in folders. */
const HIDDEN = /(^|\/)(\.|__MACOSX\/|Thumbs\.db$|desktop\.ini$)/i;
/** Larger than any list of files; a million of them. */
const LARGEST_DIRECTORY = 2 ** 27;
/** Larger than an image that anybody trains on at 224 pixels. */
const LARGEST_FILE = 2 ** 28;

/** Whether there is anything to read as images. */
export async function holdsImages(files: readonly ImportFile[]): Promise<boolean> {
  for (const { path, file } of files) {
    if (IMAGE.test(path) && !HIDDEN.test(path)) return true;
    if (!/\.zip$/i.test(path)) continue;
    const entries = await readZipDirectory(file, path, LARGEST_DIRECTORY);
    if (entries.some(({ name }) => IMAGE.test(name) && !HIDDEN.test(name))) return true;
  }
  return false;
}

/**
 * All files, those inside of zips among them, in the order of their paths, which is the same wherever they came from.
 *
 * @throws LabError `not-a-zip`, `truncated`
 */
export async function listFiles(files: readonly ImportFile[]): Promise<FileList> {
  const all: ListedFile[] = [];
  for (const { path, file } of files) {
    if (!/\.zip$/i.test(path)) {
      all.push({ path, size: file.size, stored: file, unpack: async (bytes) => bytes });
      continue;
    }
    const entries = await readZipDirectory(file, path, LARGEST_DIRECTORY);
    entries.forEach((entry, at) => {
      if (entry.name.endsWith('/')) return;
      const end = entries[at + 1]?.offset ?? entry.offset + entry.compressedSize + LONGEST_HEADER;
      all.push({
        path: entry.name,
        size: entry.size,
        stored: file.slice(entry.offset, end),
        unpack: (bytes) => unpackEntry(bytes, entry, path),
      });
    });
  }
  const visible = all
    .map((file) => ({ ...file, path: file.path.replaceAll('\\', '/') }))
    .filter(({ path }) => !HIDDEN.test(path) || isUnsafe(path));
  const unsafe = visible.filter(({ path }) => isUnsafe(path));
  const safe = visible.filter(({ path }) => !isUnsafe(path));
  const large = safe.filter(({ size }) => size > LARGEST_FILE);
  const known = withoutCommonFolder(
    safe.filter(({ path, size }) => size <= LARGEST_FILE && (IMAGE.test(path) || TABLE.test(path))),
  );
  const { kept, repeated } = withoutRepeats(known);
  const images = kept.filter(({ path }) => IMAGE.test(path));
  return {
    images,
    tables: kept.filter(({ path }) => TABLE.test(path)),
    passedOver: safe.length - large.length - known.length,
    problems: [
      ...problem('unsafe-path', unsafe, 'paths that lead out of the folder'),
      ...problem('same-name', repeated, 'the same path as another file'),
      ...problem('broken', large, 'more than 256 MB each, or say so'),
    ],
  };
}

function problem(kind: Problem['kind'], files: readonly ListedFile[], what: string): Problem[] {
  if (files.length === 0) return [];
  return [
    {
      kind,
      items: [],
      text: `${countFiles(files.length)} with ${what}: ${listPaths(files.map(({ path }) => path))}.`,
    },
  ];
}

export function countFiles(count: number): string {
  return count === 1 ? '1 file' : `${count} files`;
}

/** A few names, and how many more. */
export function listPaths(paths: readonly string[]): string {
  return paths.length > 4 ? `${paths.slice(0, 4).join(', ')} and ${paths.length - 4} more` : paths.join(', ');
}

/** Nothing is ever written by these names, but who made them meant no good, or made a mistake. */
function isUnsafe(path: string): boolean {
  return (
    path.startsWith('/') || /^[a-z]:/i.test(path) || path.split('/').includes('..') || path.includes('\0')
  );
}

/** The folder that was dropped, and folders around it that hold nothing else, say nothing. */
function withoutCommonFolder(files: readonly ListedFile[]): ListedFile[] {
  const images = files.filter(({ path }) => IMAGE.test(path)).map(({ path }) => path.split('/').slice(0, -1));
  const [first = []] = images;
  let common = first.findIndex((folder, depth) => images.some((folders) => folders[depth] !== folder));
  if (common < 0) common = first.length;
  const prefix = first
    .slice(0, common)
    .map((folder) => `${folder}/`)
    .join('');
  return files.map((file) =>
    file.path.startsWith(prefix) ? { ...file, path: file.path.slice(prefix.length) } : file,
  );
}

function withoutRepeats(files: readonly ListedFile[]): { kept: ListedFile[]; repeated: ListedFile[] } {
  const seen = new Map<string, ListedFile>();
  const repeated: ListedFile[] = [];
  for (const file of files) {
    if (seen.has(file.path)) repeated.push(file);
    else seen.set(file.path, file);
  }
  const kept = [...seen.values()].sort((one, other) =>
    one.path < other.path ? -1 : Number(one.path > other.path),
  );
  return { kept, repeated };
}
