import { type RefObject, useRef } from 'react';
import classes from './refusal.module.css';

/** Why what was typed is not taken, which value counts meanwhile, and the way back to it. */
export function Refusal({
  reason,
  kept,
  onBack,
}: {
  reason: string;
  /** What counts, as the field would show it or in a word. */
  kept: string;
  onBack: () => void;
}) {
  return (
    <>
      {reason}. In use: {kept}.{' '}
      <button type="button" className={classes.back} onClick={onBack}>
        Back to {kept}
      </button>
    </>
  );
}

/** The field of a {@link Refusal}, which gets the focus as the press goes away. */
export function useWayBack(back: () => void): {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly goBack: () => void;
} {
  const field = useRef<HTMLInputElement>(null);
  return {
    field,
    goBack: () => {
      back();
      field.current?.focus();
    },
  };
}
