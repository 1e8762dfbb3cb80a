import { NativeSelect, Text } from '@mantine/core';
import type { ReactNode } from 'react';

interface Entry {
  readonly label: string;
  readonly explanation: string;
}

/** One of a registry's entries, with its explanation under it. */
export function ChoiceControl<Name extends string>({
  label,
  registry,
  value,
  onChange,
  isDisabled = () => false,
  hideLabel = false,
}: {
  label: string;
  registry: Readonly<Record<Name, Entry>>;
  value: Name;
  onChange: (name: Name) => void;
  isDisabled?: (name: Name) => boolean;
  hideLabel?: boolean;
}): ReactNode {
  const names = Object.keys(registry) as Name[];
  return (
    <div>
      <NativeSelect
        {...(hideLabel ? { 'aria-label': label } : { label })}
        data={names.map((name) => ({ value: name, label: registry[name].label, disabled: isDisabled(name) }))}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value as Name)}
      />
      <Text size="xs" c="dimmed" mt={4}>
        {registry[value].explanation}
      </Text>
    </div>
  );
}
