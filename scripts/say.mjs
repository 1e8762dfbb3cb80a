/**
 * Tells the person something. By standard error: standard output belongs to what a program writes, such as a run record.
 *
 * @param {string} message
 */
export function say(message) {
  process.stderr.write(`${message}\n`);
}
