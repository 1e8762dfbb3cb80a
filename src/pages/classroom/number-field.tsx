import { NumberInput } from '@mantine/core';
import { MOST_STUDENTS } from '../../lab/classroom/student-study.ts';

/** What was typed as a number of a student; null where it is none. */
export function studentNumber(typed: number | string): number | null {
  const number = Number(typed);
  return typed !== '' && Number.isInteger(number) && number >= 1 && number <= MOST_STUDENTS ? number : null;
}

/** Where a student says the number that they were given. */
export function NumberField({
  value,
  onChange,
}: {
  value: number | string;
  onChange: (value: number | string) => void;
}) {
  return (
    <NumberInput
      label="Your number"
      description="The one that you were given: it becomes the seed."
      value={value}
      onChange={onChange}
      min={1}
      max={MOST_STUDENTS}
      allowDecimal={false}
      clampBehavior="none"
      error={
        value !== '' && studentNumber(value) === null ? `A whole number from 1 to ${MOST_STUDENTS}.` : null
      }
      w={260}
    />
  );
}
