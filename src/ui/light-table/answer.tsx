import classes from './light-table.module.css';

/** One of the two answers, in the colour of its side. */
export function Answer({ name, colour }: { name: string; colour: string }) {
  return (
    <span className={classes.answer}>
      <span className={classes.swatch} style={{ background: colour }} aria-hidden />
      {name}
    </span>
  );
}
