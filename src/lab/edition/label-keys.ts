/**
 * The key that gives each class: its own name where the classes are named by digits, else 1 for the first and so on. Null
 * for what no digit is left for.
 */
export function labelKeys(classNames: readonly string[]): readonly (string | null)[] {
  if (classNames.every((name) => /^\d$/.test(name))) return classNames;
  return classNames.map((_, label) => (label < 9 ? String(label + 1) : null));
}
