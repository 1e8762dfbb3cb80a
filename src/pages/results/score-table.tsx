import { Text } from '@mantine/core';
import { scoredOutputs, scoredOutputsText } from '../../lab/scored-outputs.ts';
import type { RunRow } from '../../storage/runs.ts';
import { oneStop } from '../../ui/one-stop.ts';
import { Term } from '../../ui/term.tsx';
import { BaselineRows, TrainBaselines } from './baseline-rows.tsx';
import classes from './results-page.module.css';
import { ScoreCells } from './score-cells.tsx';
import type { AucIntervals } from './use-auc-intervals.ts';

/** Scores on test, opened once, and on validation: cross-fitted, which runs are compared by, and of the best epoch. */
export function ScoreTable({ row, intervals }: { row: RunRow; intervals: AucIntervals }) {
  const { dataset } = row;
  const summary = row.summary!;
  const partial = (['val', 'test'] as const).flatMap((split) => {
    const isShown = split === 'val' || summary.test !== null;
    return (isShown && scoredOutputsText(dataset, split)) || [];
  });
  return (
    <>
      <div className={classes.scroll}>
        <table ref={oneStop} className={`${classes.table} ${classes.scores}`}>
          <thead>
            <tr>
              <td />
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
              <td className={classes.rowName}>
                <Term of="test">test</Term>
              </td>
              {summary.test ? (
                <ScoreCells scores={summary.test} interval={intervals.test} />
              ) : (
                <td colSpan={4}>
                  {whyNoTest(summary.ended === 'stopped', scoredOutputs(dataset, 'test').scored > 0)}
                </td>
              )}
            </tr>
            <tr>
              <td className={classes.rowName}>
                <Term of="crossFitted">val, cross-fitted</Term>
              </td>
              {summary.ranking ? (
                <ScoreCells scores={summary.ranking} interval={intervals.ranking} />
              ) : (
                <td colSpan={4}>not kept: the run is of an earlier lab, or was cut off</td>
              )}
            </tr>
            <tr>
              <td className={classes.rowName}>
                <Term of="bestVal">val, best epoch</Term>
              </td>
              <ScoreCells scores={summary.val} interval={intervals.val} />
            </tr>
            <BaselineRows row={row} />
          </tbody>
        </table>
      </div>
      <TrainBaselines row={row} />
      {partial.map((text) => (
        <Text key={text} size="sm" c="dimmed" mt="xs">
          {text}
        </Text>
      ))}
    </>
  );
}

function whyNoTest(stopped: boolean, isDefined: boolean): string {
  if (!isDefined) return 'no AUC: all images of the test part are of one kind';
  return stopped ? 'stays unopened: the run was stopped before its end' : 'sealed';
}
