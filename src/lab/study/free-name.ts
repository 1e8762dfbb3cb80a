import { MOST_NAME } from './study.ts';

/** The name, or, where it is taken, the name with the next number behind it: "Balancing (2)". */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  const base = name.replace(/ \(\d+\)$/, '');
  for (let number = 2; ; number++) {
    const end = ` (${number})`;
    const candidate = `${base.slice(0, MOST_NAME - end.length)}${end}`;
    if (!taken.has(candidate)) return candidate;
  }
}
