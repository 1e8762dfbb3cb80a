/** Bytes of one element; 0 where it has none of its own, as objects. */
export function itemSize(dtype: string): number {
  const [, kind, width] = /^[|<>=]?([a-zA-Z])(\d+)$/.exec(dtype) ?? [];
  if (kind === undefined || kind === 'O') return 0;
  return kind === 'U' ? 4 * Number(width) : Number(width);
}

/** The elements of an array of texts. */
export function decodeTexts(bytes: Uint8Array<ArrayBuffer>, dtype: string): string[] {
  const size = itemSize(dtype);
  const isWide = dtype.includes('U');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / size }, (_, element) => {
    let text = '';
    // Texts are padded with zeros; `U` is UCS-4 in the byte order of the type, `S` bytes (numpy.dtype).
    for (let at = element * size; at < (element + 1) * size; at += isWide ? 4 : 1) {
      const code = isWide ? view.getUint32(at, !dtype.startsWith('>')) : view.getUint8(at);
      if (code === 0 || code > 0x10ffff) break;
      text += String.fromCodePoint(code);
    }
    return text;
  });
}

export function isText(dtype: string): boolean {
  return /^[|<>=]?[US]\d+$/.test(dtype) && itemSize(dtype) > 0;
}
