import type { Scores } from '../../lab/run-record.ts';
import type { RunRow } from '../../storage/runs.ts';
import { SavedFigure } from '../../ui/chart/saved-figure.tsx';
import { formatAuc } from '../../ui/format.ts';
import { classColour } from '../../ui/palettes.ts';
import classes from './class-scores.module.css';

/** One bar a class, from guessing (0.5) to perfect (1). */
export function ClassScores({ row, scores }: { row: RunRow; scores: Scores }) {
  return (
    <SavedFigure name={`AUC by class of ${row.dataset.name}`}>
      <ul className={classes.list}>
        {row.dataset.classNames.map((name, index) => {
          const auc = scores.aucByClass[index] ?? null;
          return (
            <li key={name} className={classes.row}>
              <span>{name}</span>
              <span className={classes.track}>
                <span
                  className={classes.bar}
                  style={{
                    width: `${Math.max(0, ((auc ?? 0.5) - 0.5) * 200)}%`,
                    background: classColour(index),
                  }}
                />
              </span>
              <span className={classes.value}>{formatAuc(auc)}</span>
            </li>
          );
        })}
        <li className={classes.row} aria-hidden>
          <span />
          <span className={classes.ends}>
            <span>0.5 guessing</span>
            <span>1 perfect</span>
          </span>
          <span />
        </li>
      </ul>
    </SavedFigure>
  );
}
