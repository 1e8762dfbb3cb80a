import { canonicalJson } from './canonical.ts';

/** Plain data as one URL-safe word: base64url of its canonical JSON. */
export function toLinkText(data: object): string {
  return toWord(new TextEncoder().encode(canonicalJson(data)));
}

/** Bytes as one URL-safe word: base64url (RFC 4648) without padding. */
export function toWord(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** A longer word is none of ours, and would hold up the page: a study of many levels takes some thousand letters. */
export const LONGEST_LINK = 2 ** 20;

/** @throws SyntaxError, TypeError, RangeError or DOMException where the word is damaged, or too long */
export function fromLinkText(word: string): unknown {
  if (word.length > LONGEST_LINK) throw new RangeError(`a link of ${word.length} letters`);
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(fromWord(word)));
}

/** @throws DOMException where it is no such word */
export function fromWord(word: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(word.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
}
