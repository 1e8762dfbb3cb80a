import classes from './class-bars.module.css';
import { formatCount } from './format.ts';
import { classColour } from './palettes.ts';

/** Images per class as thin bars, on a scale shared by what is compared. */
export function ClassBars({
  counts,
  names,
  largest,
  label,
}: {
  counts: readonly number[];
  names: readonly string[];
  /** Length of a full bar; default: the largest count. */
  largest?: number;
  label: string;
}) {
  const full = Math.max(1, largest ?? Math.max(...counts));
  return (
    <ul className={classes.bars} aria-label={label}>
      {counts.map((count, index) => (
        <li
          key={names[index] ?? index}
          className={classes.row}
          title={`${names[index]}: ${formatCount(count)}`}
        >
          <span className={classes.name}>{names[index]}</span>
          <span className={classes.track}>
            <span
              className={classes.bar}
              style={{ width: `${(100 * count) / full}%`, background: classColour(index) }}
            />
          </span>
          <span className={classes.count}>{formatCount(count)}</span>
        </li>
      ))}
    </ul>
  );
}
