import { type ReactNode, Suspense } from 'react';
import type { GlossaryTerm } from '../lab/glossary.ts';
import { lazyPart } from './lazy-part.tsx';
import classes from './term.module.css';
import { Tip } from './tip.tsx';

/** The texts are fetched when the first one is asked for. */
const Explanation = lazyPart(() =>
  import('./explanation.tsx').then(
    (module) => module.Explanation,
    // Not worth breaking what the term stands in.
    () => () => 'The explanation could not be fetched.',
  ),
);

/** A term with its one-sentence explanation, by pointer, touch or keyboard. */
export function Term({
  of,
  children,
  side = 'top',
}: {
  of: GlossaryTerm;
  children: ReactNode;
  /** Where the explanation opens: where no control stands that one may want next. */
  side?: 'top' | 'left';
}) {
  return (
    <Tip
      label={
        <Suspense fallback="…">
          <Explanation of={of} />
        </Suspense>
      }
      width={280}
      side={side}
      by="focus"
    >
      <button type="button" className={classes.term}>
        {children}
      </button>
    </Tip>
  );
}

/** A field's label; its description also stands under the field while it has the focus. */
export function FieldLabel({ title, description }: { title: string; description: string | undefined }) {
  if (!description) return title;
  return (
    <Tip label={description} width={260} side="top-start" by="touch">
      <span className={classes.label}>{title}</span>
    </Tip>
  );
}
