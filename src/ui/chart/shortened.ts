/**
 * A name in at most so many characters (four at least): both ends stay, as names begin with what was done and end with
 * what tells them apart.
 */
export function shortened(text: string, most: number): string {
  const room = Math.max(4, most);
  if (text.length <= room) return text;
  const head = Math.ceil((room - 1) / 2);
  return `${text.slice(0, head).trimEnd()}…${text.slice(text.length - (room - 1 - head)).trimStart()}`;
}

/** As {@link shortened}, but the beginning alone, in whole words where one fits: for what a letter tells apart. */
export function beginning(text: string, most: number): string {
  const room = Math.max(4, most);
  if (text.length <= room) return text;
  const head = text.slice(0, room);
  const words = head.slice(0, Math.max(0, head.lastIndexOf(' ')));
  return `${(words || head.slice(0, -1)).replace(/[\s·+,:=(–-]+$/, '')}…`;
}
