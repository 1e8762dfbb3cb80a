import '@mantine/core/styles/Combobox.css';
import { Select } from '@mantine/core';
import type { NameSelectProps } from './name-select-props.ts';

/** Options that are drawn at once; the others are found by their names. */
const MOST_OPTIONS = 50;

export function SearchedSelect({ label, names, value, onChange }: NameSelectProps) {
  return (
    <Select
      size="xs"
      aria-label={label}
      data={names.map((name, index) => ({ value: String(index), label: name }))}
      value={String(value)}
      onChange={(next) => next !== null && onChange(Number(next))}
      searchable
      allowDeselect={false}
      limit={MOST_OPTIONS}
      maxDropdownHeight={280}
      nothingFoundMessage="None has this name."
    />
  );
}
