import { NativeSelect } from '@mantine/core';
import { Suspense } from 'react';
import { MOST_NAMES } from '../lab/found-names.ts';
import { lazyPart } from './lazy-part.tsx';
import type { NameSelectProps } from './name-select-props.ts';

const LazySearchedSelect = lazyPart(async () => (await import('./searched-select.tsx')).SearchedSelect);

/** One of some names; of many, by a search. */
export function NameSelect(props: NameSelectProps) {
  const { label, names, value, onChange } = props;
  if (names.length > MOST_NAMES) {
    return (
      <Suspense fallback={null}>
        <LazySearchedSelect {...props} />
      </Suspense>
    );
  }
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      data={names.map((name, index) => ({ value: String(index), label: name }))}
      value={String(value)}
      onChange={(event) => onChange(Number(event.currentTarget.value))}
    />
  );
}
