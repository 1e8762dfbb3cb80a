import { useState } from 'react';

/**
 * What is typed into a field, held until it fits, and for as long as it does not: it stays when the field is left, so
 * that the reason can be read. It goes when the value changes otherwise, by undo or a preset.
 *
 * @param kept text of the value
 * @param take takes what fits, and returns its text; null where it does not fit
 */
export function useDraft(kept: string, take: (text: string) => string | null) {
  const [draft, setDraft] = useState<{ text: string; beside: string; fits: boolean } | null>(null);
  const current = draft?.beside === kept ? draft : null;
  return {
    shown: current?.text ?? kept,
    invalid: current !== null && !current.fits,
    change: (text: string) => {
      const taken = take(text);
      setDraft({ text, beside: taken ?? kept, fits: taken !== null });
    },
    /** To what is kept. */
    back: () => setDraft(null),
    leave: () => {
      if (current?.fits) setDraft(null);
    },
  };
}
