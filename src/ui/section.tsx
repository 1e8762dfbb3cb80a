import type { ReactNode } from 'react';
import classes from './section.module.css';

/** A named part of a form. */
export function Section({
  title,
  aside,
  place,
  children,
}: {
  title: ReactNode;
  /** Name by which a lesson points at it. */
  place?: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className={classes.section} data-place={place}>
      <div className={classes.head}>
        <h3 className={classes.title}>{title}</h3>
        {aside}
      </div>
      {children}
    </section>
  );
}
