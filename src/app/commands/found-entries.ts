/** What the palette offers: a command, or a word of the page. */
export interface Entry {
  readonly id: string;
  readonly group: 'Commands' | 'Words';
  readonly label: string;
  readonly hint: string;
}

/** Those that have the query in their name, then those that have it in their hint; group by group, as each first comes. */
export function foundEntries<Some extends Entry>(entries: readonly Some[], query: string): readonly Some[] {
  const wanted = query.trim().toLowerCase();
  const isNamed = ({ label }: Entry) => label.toLowerCase().includes(wanted);
  const isHinted = ({ hint }: Entry) => hint.toLowerCase().includes(wanted);
  const found = [
    ...entries.filter(isNamed),
    ...entries.filter((entry) => !isNamed(entry) && isHinted(entry)),
  ];
  const groups = [...new Set(found.map(({ group }) => group))];
  return groups.flatMap((wantedGroup) => found.filter(({ group }) => group === wantedGroup));
}

/** For instance "3 commands, 1 word". */
export function foundWords(found: readonly Entry[]): string {
  if (found.length === 0) return 'No such command, and no such word';
  const counted = (group: Entry['group'], one: string) => {
    const count = found.filter((entry) => entry.group === group).length;
    return count === 0 ? [] : [`${count} ${one}${count === 1 ? '' : 's'}`];
  };
  return [...counted('Commands', 'command'), ...counted('Words', 'word')].join(', ');
}
