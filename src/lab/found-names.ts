/** Names of classes that a list shows at once; a set may have 1,000. */
export const MOST_NAMES = 24;

/**
 * Places of the names that a search finds, at most so many, those that begin with what is sought first.
 *
 * @param order in which they stand else, places in `names`; as they are where it is left out
 */
export function foundNames(
  names: readonly string[],
  sought: string,
  order: readonly number[] = [...names.keys()],
  most = MOST_NAMES,
): { readonly shown: readonly number[]; readonly found: number } {
  const wanted = sought.trim().toLowerCase();
  const rankOf = (place: number) => {
    const name = names[place]!.toLowerCase();
    if (name === wanted) return 0;
    if (name.startsWith(wanted)) return 1;
    return name.includes(wanted) ? 2 : 3;
  };
  if (wanted === '') return { shown: order.slice(0, most), found: names.length };
  const ranks = order.map(rankOf);
  const places = [0, 1, 2].flatMap((rank) => order.filter((_, at) => ranks[at] === rank));
  return { shown: places.slice(0, most), found: places.length };
}
