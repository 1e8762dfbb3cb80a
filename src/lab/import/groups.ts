import { LabError } from '../lab-error.ts';
import type { Found } from './found.ts';
import type { ImportOptions } from './options.ts';

/** Names of a column that tells whose images are whose. */
const GROUP_NAMES = /^(group|patient|subject|case|person|pid|mrn)(s|_?id)?$/i;

/** A number after one of these words is a patient's; the number of the image follows it. */
const PATIENT_PATTERN = '((?:patient|pat|subject|subj|sub|case|person|pid|p)[-_ ]?\\d+)';

/** The column that is used where nobody chose one. */
export function likelyColumn(columns: Found['columns']): string | null {
  return Object.keys(columns).find((name) => GROUP_NAMES.test(name)) ?? null;
}

/** A pattern by which nearly all names fall into fewer groups, as those of patients do; null where there is none. */
export function likelyPattern(names: readonly string[] | null): string | null {
  if (!names || names.length < 4) return null;
  const pattern = new RegExp(PATIENT_PATTERN, 'i');
  const keys = names.map((name) => pattern.exec(name)?.[1]?.toLowerCase());
  const matched = keys.filter((key) => key !== undefined);
  const isUsual = matched.length >= 0.9 * names.length;
  return isUsual && new Set(matched).size < matched.length ? PATIENT_PATTERN : null;
}

/**
 * The group of each image, or null where each stands by itself.
 *
 * @throws LabError `bad-import` where there is no such column, or the pattern is none
 */
export function groupsOf(found: Found, group: ImportOptions['group']): readonly string[] | null {
  if (group === null) return null;
  if ('column' in group) {
    const column = found.columns[group.column];
    if (column) return column;
    const known = Object.keys(found.columns);
    throw new LabError(
      'bad-import',
      `There is no column "${group.column}"; there ${known.length === 0 ? 'are none' : `are ${known.join(', ')}`}.`,
      'Nothing was taken. Name one of them, or leave the group away.',
    );
  }
  if (!found.names) {
    throw new LabError(
      'bad-import',
      'The images have no names to find groups in.',
      'Nothing was taken. Leave the group away.',
    );
  }
  const pattern = patternOf(group.pattern);
  // An image whose name does not match stands by itself.
  return found.names.map((name, item) => {
    const match = pattern.exec(name);
    return match ? (match[1] ?? match[0]).toLowerCase() : `\0${item}`;
  });
}

function patternOf(text: string): RegExp {
  try {
    return new RegExp(text, 'i');
  } catch (cause) {
    throw new LabError(
      'bad-import',
      `"${text}" is no pattern: ${cause instanceof Error ? cause.message : cause}.`,
      'Nothing was taken. A regular expression names the patient in brackets, for instance "(patient\\d+)".',
      { cause },
    );
  }
}
