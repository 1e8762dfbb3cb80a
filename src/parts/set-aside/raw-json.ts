/** Whatever a database may hold, as JSON: lists of numbers as lists, what JSON has no word for as text. */
export function rawJson(value: unknown): string {
  return JSON.stringify(
    value,
    (_key, part: unknown) => {
      if (ArrayBuffer.isView(part) && !(part instanceof DataView)) return [...(part as Uint8Array)];
      if (part instanceof ArrayBuffer) return [...new Uint8Array(part)];
      if (typeof part === 'bigint' || (typeof part === 'number' && !Number.isFinite(part))) {
        return String(part);
      }
      return part;
    },
    2,
  );
}
