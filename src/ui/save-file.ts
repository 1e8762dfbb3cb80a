import { safeFileName } from './safe-file-name.ts';

/** Hands a text, or bytes, to the person as a download; the name may hold names of any kind, see {@link safeFileName}. */
export function saveFile(name: string, content: BlobPart, type = 'application/json'): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = safeFileName(name);
  link.click();
  // The download has its own reference by the next task.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
