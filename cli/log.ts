/** A line for the person; what a program reads goes to standard output. */
export function log(message: string): void {
  process.stderr.write(`${message}\n`);
}
