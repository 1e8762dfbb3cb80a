/** A name for a new run that no other has: 48 random bits in hexadecimal digits. */
export function newRunId(): string {
  return crypto.randomUUID().replaceAll('-', '').slice(0, 12);
}
