import { parse } from 'csv-parse/browser/esm/sync';
import type { Split } from '../../../lab/dataset.ts';
import { LabError } from '../../../lab/lab-error.ts';
import { splitNamed } from './folders.ts';

/** A CSV with a row an image. */
export interface Table {
  readonly name: string;
  readonly header: readonly string[];
  readonly fileColumn: number;
  /** Of the column of labels, where its name says so; −1 where it has to be asked. */
  readonly labelColumn: number;
  readonly splitColumn: number;
  readonly rows: readonly (readonly string[])[];
}

const FILE = /^(file_?names?|files?|file_?path|paths?|images?|image_?(id|name|path|index)|names?|id)$/i;
const LABEL = /^(labels?|class(es)?|target|diagnosis|dx|category|y|finding|ground_?truth)$/i;
const SPLIT = /^(splits?|parts?|partition|subset)$/i;

/**
 * Reads a table whose rows name images; commas, semicolons and tabs may separate.
 *
 * @returns null where no column names files
 * @throws LabError `bad-import` where it cannot be read
 */
export function readTable(name: string, bytes: Uint8Array): Table | null {
  const text = new TextDecoder().decode(bytes).replace(/^\uFEFF/, '');
  const head = text.slice(0, text.indexOf('\n') < 0 ? text.length : text.indexOf('\n'));
  const delimiter = [',', ';', '\t'].reduce((best, one) =>
    head.split(one).length > head.split(best).length ? one : best,
  );
  let cells: string[][];
  try {
    cells = parse(text, {
      delimiter,
      skip_empty_lines: true,
      trim: true,
      relax_column_count: true,
    }) as string[][];
  } catch (cause) {
    throw new LabError(
      'bad-import',
      `${name} cannot be read as a table: ${cause instanceof Error ? cause.message : cause}`,
      'Nothing was taken. Save it as CSV with a header, one row an image.',
      { cause },
    );
  }
  const [header, ...rows] = cells;
  if (!header || rows.length === 0) return null;
  const fileColumn = header.findIndex((column) => FILE.test(column));
  if (fileColumn < 0) return null;
  const named = header.findIndex((column, index) => index !== fileColumn && LABEL.test(column));
  const others = header.flatMap((column, index) =>
    index === fileColumn || SPLIT.test(column) ? [] : [index],
  );
  return {
    name,
    header,
    fileColumn,
    labelColumn: named >= 0 ? named : others.length === 1 ? others[0]! : -1,
    splitColumn: header.findIndex((column) => SPLIT.test(column)),
    rows,
  };
}

/**
 * The row of each image, by the names it may have in a table.
 *
 * @param names of each image
 */
export function matchRows(
  table: Table,
  names: readonly (readonly string[])[],
): { rows: (readonly string[] | null)[]; unmatched: string[] } {
  const byName = new Map<string, number>();
  const ambiguous = new Set<string>();
  names.forEach((list, item) => {
    for (const name of list) {
      if (byName.has(name) && byName.get(name) !== item) ambiguous.add(name);
      else byName.set(name, item);
    }
  });
  const rows = new Array<readonly string[] | null>(names.length).fill(null);
  const unmatched: string[] = [];
  for (const row of table.rows) {
    const key = (row[table.fileColumn] ?? '').replaceAll('\\', '/').replace(/^\.?\//, '');
    const short = key.replace(/^.*\//, '');
    const found = [key, short].find((candidate) => byName.has(candidate) && !ambiguous.has(candidate));
    const item = found === undefined ? undefined : byName.get(found);
    if (item === undefined) unmatched.push(key || '(no name)');
    else rows[item] ??= row;
  }
  return { rows, unmatched };
}

export function splitOfRow(table: Table, row: readonly string[]): Split | null {
  return table.splitColumn < 0 ? null : splitNamed(row[table.splitColumn] ?? '');
}
