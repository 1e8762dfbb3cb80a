import { safeFileName } from './safe-file-name.ts';

/**
 * Milliseconds that the address of a download stays good. A click only asks for the download: the browser's own
 * process opens the address when it gets to it, and on a busy machine that took longer than one task of the page.
 */
const KEPT = 60_000;

/** Hands a text, or bytes, to the person as a download; the name may hold names of any kind, see {@link safeFileName}. */
export function saveFile(name: string, content: BlobPart, type = 'application/json'): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = safeFileName(name);
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT);
}
