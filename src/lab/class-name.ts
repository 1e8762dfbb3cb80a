/** A class that has a number for a name is told as what it is. */
export function className(name: string): string {
  return /^\d+$/.test(name) ? `class ${name}` : name;
}
