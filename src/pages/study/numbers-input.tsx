import { TextInput } from '@mantine/core';
import { useState } from 'react';

/** Numbers between commas; only a whole list of numbers comes out of it. */
export function NumbersInput({
  label,
  numbers,
  onChange,
}: {
  label: string;
  numbers: readonly number[];
  onChange: (numbers: readonly number[]) => void;
}) {
  const [text, setText] = useState<string | null>(null);
  const read = (written: string) =>
    written
      .split(/[\s,;]+/)
      .filter((word) => word !== '')
      .map(Number);
  const isValid = (values: readonly number[]) => values.length > 0 && values.every(Number.isFinite);
  return (
    <TextInput
      size="xs"
      aria-label={label}
      value={text ?? numbers.join(', ')}
      error={text !== null && !isValid(read(text)) ? 'Numbers between commas' : null}
      onChange={(event) => {
        setText(event.currentTarget.value);
        const values = read(event.currentTarget.value);
        if (isValid(values)) onChange(values);
      }}
      onBlur={() => setText(null)}
    />
  );
}
