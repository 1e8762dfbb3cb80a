/**
 * Plain text as Markdown (CommonMark and its tables) that shows the text and nothing else: on one line, with every sign
 * that would be read as markup behind a backslash. Names come from links and files of other people; they make no
 * tables, headings, code, images or HTML of their own, nor, as a report is also printed, commands of a terminal.
 */
export function markdownText(text: string): string {
  return (
    withinLine(text)
      .replace(/^(#|>|\+|-|=)/, '\\$1')
      // Closes a heading.
      .replace(/ (#+)$/, ' \\$1')
      .replace(/^(\d{1,9})(?=[.)])/, '$1\\')
  );
}

/** The same for a text that does not begin a line, such as the cell of a table: "0.961" is no list there. */
function withinLine(text: string): string {
  return oneLine(text)
    .replaceAll(/[\\`*_[\]|~$]/g, '\\$&')
    .replaceAll(/<(?=[a-z/!?])/gi, '\\<')
    .replaceAll(/&(?=#?\w+;)/g, '\\&');
}

/** Line breaks and other white space as one space; what is not to be seen is left out. */
function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\s\u0085]+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .trim();
}

/** A table of plain texts. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [header.map(withinLine), header.map(() => '---'), ...rows.map((row) => row.map(withinLine))]
    .map(line)
    .join('\n');
}
