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
