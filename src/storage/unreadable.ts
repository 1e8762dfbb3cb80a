import { issuesText } from '../lab/object-schema.ts';
import type { z } from '../lab/zod.ts';

/** A stored row that this lab cannot read: it is left as it is, and told of. */
export interface Unreadable {
  readonly key: string;
  /** Whether a newer lab wrote it, as far as that can be seen. */
  readonly newer: boolean;
  /** What does not fit. */
  readonly detail: string;
  /** What lies there. */
  readonly data: unknown;
}

/** What was stored under one name, as far as this lab can read it. */
export interface StoredRows<Row> {
  readonly rows: readonly Row[];
  readonly unreadable: readonly Unreadable[];
}

/** So long may reading hold up the page at a stretch, in milliseconds. */
const SLICE_MS = 8;

/** Reads rows one by one, in slices that leave the page free in between. */
export async function readRows<Row>(
  keys: readonly IDBValidKey[],
  stored: readonly unknown[],
  schema: z.ZodType<Row>,
): Promise<StoredRows<Row>> {
  const rows: Row[] = [];
  const unreadable: Unreadable[] = [];
  let from = performance.now();
  for (const [index, data] of stored.entries()) {
    if (performance.now() - from > SLICE_MS) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      from = performance.now();
    }
    const parsed = schema.safeParse(data);
    if (parsed.success) rows.push(parsed.data);
    else unreadable.push({ key: keys[index] as string, ...whyUnreadable(data, parsed.error) });
  }
  return { rows, unreadable };
}

function whyUnreadable(data: unknown, error: z.ZodError): Omit<Unreadable, 'key'> {
  return { newer: isNewer(data, error), detail: issuesText(error), data };
}

/** A version beyond the one that is known, or nothing wrong but fields that are not known. */
function isNewer(data: unknown, { issues }: z.ZodError): boolean {
  return (
    issues.every(({ code }) => code === 'unrecognized_keys') ||
    issues.some(
      (issue) =>
        issue.code === 'invalid_value' &&
        issue.path.at(-1) === 'version' &&
        isBeyond(valueAt(data, issue.path), issue.values[0]),
    )
  );
}

function isBeyond(version: unknown, known: unknown): boolean {
  return typeof version === 'number' && typeof known === 'number' && version > known;
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null)?.[key], data);
}
