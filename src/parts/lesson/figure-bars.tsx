import { type FigureName, figureShare, figureText, type RunFigures } from '../../lab/lesson/figures.ts';
import type { LessonStep } from '../../lab/lesson/lesson.ts';
import classes from './lesson.module.css';

/** Figures of the student's own runs beside each other, on the scale from 0 to 1. */
export function FigureBars({
  bars,
  runs,
}: {
  bars: NonNullable<LessonStep['bars']>;
  runs: ReadonlyMap<string, RunFigures>;
}) {
  return (
    <ul className={classes.bars} aria-label="Your figures">
      {bars.map(({ label, figure }) => {
        const [run, name] = figure.split('.') as [string, FigureName];
        const share = figureShare(runs.get(run), name);
        return (
          <li key={label} className={classes.bar}>
            <span>{label}</span>
            <span className={classes.number}>{figureText(runs.get(run), name)}</span>
            <span className={classes.track} aria-hidden>
              <span className={classes.fill} style={{ width: `${100 * (share ?? 0)}%` }} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
