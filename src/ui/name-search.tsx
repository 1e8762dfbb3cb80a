import { TextInput } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import { foundNames, MOST_NAMES } from '../lab/found-names.ts';
import { formatCount } from './format.ts';
import classes from './name-search.module.css';

/**
 * Which of many names a list shows, with the field that finds the others.
 *
 * @param what they are, in the plural: "classes"
 * @param order places in `names`, see foundNames
 * @param most of many that are shown
 * @returns `search` is null where all are shown
 */
export function useNameSearch(
  names: readonly string[],
  what: string,
  order?: readonly number[],
  most = MOST_NAMES,
): { readonly shown: readonly number[]; readonly search: ReactNode } {
  const [sought, setSought] = useState('');
  const isMany = names.length > MOST_NAMES;
  const { shown, found } = useMemo(
    () =>
      isMany ? foundNames(names, sought, order, most) : { shown: [...names.keys()], found: names.length },
    [names, sought, order, most, isMany],
  );
  if (!isMany) return { shown, search: null };
  const search = (
    <div className={classes.search}>
      <TextInput
        size="xs"
        type="search"
        aria-label={`Find ${what}`}
        placeholder={`Find ${what}`}
        value={sought}
        onChange={(event) => setSought(event.currentTarget.value)}
      />
      <span className={classes.told} role="status">
        {found === 0 ? 'None has this name.' : `${formatCount(shown.length)} of ${formatCount(found)} shown`}
      </span>
    </div>
  );
  return { shown, search };
}
