import type { RunSummary, Scores } from '../../lab/run-record.ts';
import { formatAuc, formatLoss } from '../../ui/format.ts';
import { Term } from '../../ui/term.tsx';
import classes from './results-page.module.css';

/** Scores of the best epoch, on validation and, opened once, on test. */
export function ScoreTable({ summary }: { summary: RunSummary }) {
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col" aria-label="Part" />
            <th scope="col">
              <Term of="auc">AUC</Term>
            </th>
            <th scope="col">
              <Term of="interval">95 % interval</Term>
            </th>
            <th scope="col">
              <Term of="acc">ACC</Term>
            </th>
            <th scope="col">
              <Term of="loss">loss</Term>
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>
              <Term of="test">test</Term>
            </td>
            {summary.test ? (
              <ScoreCells scores={summary.test} />
            ) : (
              <td colSpan={4}>
                {summary.ended === 'stopped'
                  ? 'stays unopened: the run was stopped before its end'
                  : 'closed: the run belongs to a study whose test part is not open yet'}
              </td>
            )}
          </tr>
          <tr>
            <td>
              <Term of="val">validation</Term>
            </td>
            <ScoreCells scores={summary.val} />
          </tr>
        </tbody>
      </table>
    </div>
  );
}

function ScoreCells({ scores }: { scores: Scores }) {
  return (
    <>
      <td className={classes.big}>{formatAuc(scores.auc)}</td>
      <td>{scores.interval ? `${formatAuc(scores.interval[0])} – ${formatAuc(scores.interval[1])}` : '–'}</td>
      <td>{formatAuc(scores.acc)}</td>
      <td>{scores.loss === null ? '–' : formatLoss(scores.loss)}</td>
    </>
  );
}
