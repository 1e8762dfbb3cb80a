import { canonicalJson } from './canonical.ts';

/** Plain data as one URL-safe word: base64url of its canonical JSON. */
export function toLinkText(data: object): string {
  const bytes = new TextEncoder().encode(canonicalJson(data));
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** @throws SyntaxError, TypeError or DOMException where the word is damaged */
export function fromLinkText(word: string): unknown {
  const bytes = Uint8Array.from(atob(word.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
}
