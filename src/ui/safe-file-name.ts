/**
 * Longer names are cut in the middle: some systems allow 255 bytes, and a letter may take four. What they begin with
 * says what they are of, what they end with says which part of it.
 */
const MOST_LETTERS = 60;
const LAST_LETTERS = 20;

/** Names that Windows keeps for its devices, whatever the extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/**
 * A name that every system takes for a file, made of one that may hold names given by people: small letters and digits
 * of any script, joined by hyphens, and the extension as it was.
 */
export function safeFileName(name: string): string {
  const [, stem, extension] = /^(.*?)(\.[a-z0-9]{1,5})?$/s.exec(name)!;
  const words = stem!
    .toWellFormed()
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-');
  const letters = Array.from(words);
  const short = (
    letters.length > MOST_LETTERS
      ? [...letters.slice(0, MOST_LETTERS - LAST_LETTERS), ...letters.slice(-LAST_LETTERS)]
      : letters
  )
    .join('')
    .replaceAll(/^-|-$/g, '');
  return `${short === '' || DEVICE.test(short) ? `lab-${short}`.replace(/-$/, '') : short}${extension ?? ''}`;
}
