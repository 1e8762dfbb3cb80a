import classes from './light-table.module.css';

/** What the marks of the table mean. @param colour of a class, for the frame that is drawn as an example */
export function TableLegend({ colour }: { colour: string }) {
  return (
    <ul className={classes.legend} aria-label="Marks on the table">
      <li>
        <span className={classes.mark} style={{ borderBottom: `4px solid ${colour}` }} />
        foot: its class
      </li>
      <li>
        <span className={classes.mark} style={{ border: `2px solid ${colour}` }} />
        frame in its colour: on the wrong side of the threshold
      </li>
      <li>
        <span className={classes.mark} style={{ border: '2px solid var(--bright)' }} />
        white frame: in the wrong order with the image that is looked at
      </li>
    </ul>
  );
}
