import { NumberInput, type NumberInputProps } from '@mantine/core';
import classes from './number-within.module.css';
import { Refusal, useWayBack } from './refusal.tsx';
import { useDraft } from './use-draft.ts';

interface NumberWithinProps
  extends Omit<
    NumberInputProps,
    'value' | 'onChange' | 'min' | 'max' | 'allowDecimal' | 'clampBehavior' | 'defaultValue'
  > {
  /** Null where it may be left open, and is. */
  readonly value: number | null;
  readonly min: number;
  /** Absent: as large as one likes. */
  readonly max?: number;
  readonly whole?: boolean;
  /** Whether it may be left open. */
  readonly open?: boolean;
  readonly onChange: (value: number | null) => void;
}

/** A number within bounds: one that does not fit changes nothing, and stays as it was typed with the reason. */
export function NumberWithin({
  value,
  min,
  max = Number.POSITIVE_INFINITY,
  whole = false,
  open = false,
  onChange,
  ...input
}: NumberWithinProps) {
  const kept = value === null ? '' : String(value);
  const { shown, invalid, change, leave, back } = useDraft(kept, (text) => {
    const number = text === '' ? null : Number(text);
    const fits =
      number === null ? open : number >= min && number <= max && (!whole || Number.isInteger(number));
    if (!fits) return null;
    if (number !== value) onChange(number);
    return number === null ? '' : String(number);
  });
  const bounds = max === Number.POSITIVE_INFINITY ? `${min} or more` : `${min} to ${max}`;
  const { field, goBack } = useWayBack(back);
  const reason = `${whole ? 'A whole number, ' : ''}${bounds}`;
  return (
    <NumberInput
      {...input}
      ref={field}
      classNames={{ error: classes.error! }}
      min={min}
      {...(max === Number.POSITIVE_INFINITY ? {} : { max })}
      clampBehavior="none"
      value={shown}
      error={
        invalid ? <Refusal reason={reason} kept={kept || 'none'} onBack={goBack} /> : (input.error ?? null)
      }
      onChange={(typed) => change(String(typed))}
      onBlur={leave}
    />
  );
}
