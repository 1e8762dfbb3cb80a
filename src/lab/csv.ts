export type CsvValue = string | number | boolean | null | undefined;

/** Rows as CSV (RFC 4180): what is absent is empty, and only what must be is quoted. */
export function csv(rows: readonly (readonly CsvValue[])[]): string {
  return `${rows.map((row) => row.map(quoted).join(',')).join('\n')}\n`;
}

function quoted(value: CsvValue): string {
  const text = String(value ?? '');
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
