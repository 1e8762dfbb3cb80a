import classes from './synthetic-badge.module.css';

/** Marks what was made by a program wherever it is named. */
export function SyntheticBadge() {
  return <span className={classes.badge}>synthetic</span>;
}
