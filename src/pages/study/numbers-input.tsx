import { TextInput } from '@mantine/core';
import { Refusal, useWayBack } from '../../ui/refusal.tsx';
import { useDraft } from '../../ui/use-draft.ts';

/** Numbers between commas; only a whole list of numbers comes out of it, and what does not fit stays with the reason. */
export function NumbersInput({
  label,
  numbers,
  whole = false,
  onChange,
}: {
  label: string;
  numbers: readonly number[];
  /** Whether each is a whole number from 0 on. */
  whole?: boolean;
  onChange: (numbers: readonly number[]) => void;
}) {
  const fits = (number: number) =>
    whole ? Number.isInteger(number) && number >= 0 : Number.isFinite(number);
  const kept = numbers.join(', ');
  const { shown, invalid, change, leave, back } = useDraft(kept, (text) => {
    const all = text
      .split(/[\s,;]+/)
      .filter((word) => word !== '')
      .map(Number);
    if (all.length === 0 || !all.every(fits)) return null;
    const values = [...new Set(all)];
    onChange(values);
    return values.join(', ');
  });
  const { field, goBack } = useWayBack(back);
  const reason = `${whole ? 'Whole numbers' : 'Numbers'} between commas`;
  return (
    <TextInput
      ref={field}
      size="xs"
      aria-label={label}
      value={shown}
      error={invalid && <Refusal reason={reason} kept={kept} onBack={goBack} />}
      onChange={(event) => change(event.currentTarget.value)}
      onBlur={leave}
    />
  );
}
