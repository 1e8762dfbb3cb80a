import type { Scores } from '../../lab/run-record.ts';
import type { Interval } from '../../lab/statistics/intervals.ts';
import { formatAuc, formatLoss } from '../../ui/format.ts';
import { intervalText } from './figure-words.ts';
import classes from './results-page.module.css';

/** One line of the scores: AUC with its interval, accuracy, loss. */
export function ScoreCells({ scores, interval }: { scores: Scores; interval: Interval | null }) {
  return (
    <>
      <td className={classes.big}>{formatAuc(scores.auc)}</td>
      <td className={classes.narrow}>{intervalText({ interval }) || '–'}</td>
      <td>{formatAuc(scores.acc)}</td>
      <td>{scores.loss === null ? '–' : formatLoss(scores.loss)}</td>
    </>
  );
}
