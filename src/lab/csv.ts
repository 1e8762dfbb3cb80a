export type CsvValue = string | number | boolean | null | undefined;

/**
 * Rows as CSV (RFC 4180): what is absent is empty, and only what must be is quoted. A text that a spreadsheet would run
 * as a formula stands behind an apostrophe, see {@link asText}.
 */
export function csv(rows: readonly (readonly CsvValue[])[]): string {
  return `${rows.map((row) => row.map(quoted).join(',')).join('\n')}\n`;
}

function quoted(value: CsvValue): string {
  const text = asText(String(value ?? ''));
  return /[",;\t\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const PLAIN_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Where a formula may begin: at the start, or after what a spreadsheet may take for the end of a cell or a row when it
 * splits by another separator than the comma, as those of half of Europe do. Full-width signs count as plain ones.
 */
const FORMULA = /(^|[;\t\n\r])((?:["']|(?![\t\n\r])\s)*)([=+\-@＝＋－＠])/g;

/**
 * Names come from links and files of other people, and a cell that begins with one of these signs, a tab or a line break
 * is run, not shown (OWASP, "CSV Injection"). A plain number, negative ones among them, stays a number.
 */
function asText(text: string): string {
  if (PLAIN_NUMBER.test(text)) return text;
  const safe = text.replaceAll(FORMULA, "$1'$2$3");
  return /^[\t\n\r]/.test(safe) ? `'${safe}` : safe;
}
