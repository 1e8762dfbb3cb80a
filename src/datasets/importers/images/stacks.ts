/** Files that are one image, or one volume. */
export interface Stack {
  /** Places in the list of files, in the order of the slices. */
  readonly files: readonly number[];
  /** Names under which a table may speak of it. */
  readonly names: readonly string[];
}

/** Each file by itself. */
export function singles(paths: readonly string[]): Stack[] {
  return paths.map((path, file) => ({ files: [file], names: namesOf(path) }));
}

/**
 * Files of one folder whose names differ in the number at their end, `case7_01.png` and `case7_02.png`: the slices of
 * one volume in the order of these numbers. A file of several pages is a volume by itself, whatever number is in its name,
 * and so is one without a number.
 *
 * @param pages of each file
 */
export function stacksOf(paths: readonly string[], pages: readonly number[]): Stack[] {
  const stacks = new Map<string, { file: number; number: number }[]>();
  paths.forEach((path, file) => {
    const [, stem, digits] = /^(.*?)[-_ .]?(\d+)\.[^./]+$/.exec(path) ?? [];
    // A name that is a number alone belongs to its folder.
    const key = stem === undefined || pages[file]! > 1 ? path : stem;
    const slice = { file, number: digits === undefined ? 0 : Number(digits) };
    const known = stacks.get(key);
    if (known) known.push(slice);
    else stacks.set(key, [slice]);
  });
  return [...stacks].map(([key, slices]) => {
    const files = slices
      .sort((one, other) => one.number - other.number || one.file - other.file)
      .map(({ file }) => file);
    return { files, names: [...namesOf(key), ...files.flatMap((file) => namesOf(paths[file]!))] };
  });
}

/** With and without its folders and its ending. */
function namesOf(path: string): string[] {
  const name = path.replace(/^.*\//, '');
  return [...new Set([path, name, name.replace(/\.[^.]*$/, ''), path.replace(/\.[^./]*$/, '')])].filter(
    (text) => text !== '',
  );
}
