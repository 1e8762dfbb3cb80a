import type { ReactNode } from 'react';
import classes from './bench-page.module.css';

/** A table that may be wider than the page: scrolled by itself, by keyboard as well. */
export function Scrolling({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
