import { type ReactNode, useCallback } from 'react';
import { rankingInfluenceWork } from '../../lab/ranking/cross-fit.ts';
import { classAucs } from '../../lab/results/class-aucs.ts';
import type { Rate } from '../../lab/results/class-rates.ts';
import type { Predictions, Scores } from '../../lab/run-record.ts';
import { influenceInterval } from '../../lab/statistics/delong.ts';
import type { Work } from '../../lab/work.ts';
import type { ScoredParts } from '../../state/results/scored-parts.ts';
import { useWork } from '../../state/results/use-work.ts';
import type { RunRow } from '../../storage/runs.ts';
import { Term } from '../../ui/term.tsx';
import classes from './answer.module.css';
import { figure, intervalWords } from './figure-words.ts';

/** What the run comes to, in one sentence: of val cross-fitted, as runs are compared by, then of test where it is open. */
export function Answer({
  row,
  parts,
}: {
  row: RunRow;
  /** Null while they are read: the intervals of several classes are worked out from them. */
  parts: ScoredParts | null;
}) {
  const summary = row.summary!;
  const val = summary.ranking ?? summary.val;
  const { task } = row.dataset;
  const isBinary = task === 'binary';
  const source = isBinary ? null : summary.ranking ? (parts?.ranking ?? null) : null;
  const beginVal = useCallback(() => intervalWork(source!, task), [source, task]);
  const interval = useWork(source ? beginVal : null) ?? val.interval;
  const test = isBinary ? null : (parts?.test ?? null);
  const beginTest = useCallback(() => classAucs(test!), [test]);
  const testAuc = useWork(test && summary.test ? beginTest : null)?.mean ?? null;
  return (
    <section className={classes.answer} aria-label="Answer">
      <p className={classes.sentence}>
        {inOrder(row, val)} <Term of="auc">AUC</Term> <b className={classes.auc}>{figure(val.auc)}</b>
        {intervalWords(interval)}, on {row.dataset.counts.val.toLocaleString('en')}{' '}
        <Term of="val">validation</Term> images{summary.ranking ? '' : ' that chose its epoch'}.
      </p>
      {summary.test && (
        <p className={classes.second}>
          On the {row.dataset.counts.test.toLocaleString('en')} <Term of="test">test</Term> images: AUC{' '}
          <b>{figure(summary.test.auc)}</b>
          {intervalWords(summary.test.interval ?? testAuc?.interval ?? null)}.
        </p>
      )}
    </section>
  );
}

function inOrder({ dataset: { task, classNames } }: RunRow, { auc }: Scores): ReactNode {
  const pairs = Math.round(100 * auc);
  if (task === 'binary') {
    return `Of 100 pairs, one ${word(classNames[0]!)} and one ${word(classNames[1]!)}, it puts ${pairs} in the right order:`;
  }
  const kind = task === 'multi-label' ? 'label' : 'class';
  return `Of 100 pairs, one image of a ${kind} and one without it, it puts ${pairs} in the right order, on average over the ${classNames.length} ${kind === 'label' ? 'labels' : 'classes'}:`;
}

function word(name: string): string {
  return /^\d+$/.test(name) ? `of class ${name}` : name;
}

/** Records hold the interval of two classes only. */
function* intervalWork(predictions: Predictions, task: RunRow['dataset']['task']): Work<Rate['interval']> {
  const influence = yield* rankingInfluenceWork(predictions, task);
  return influence && influenceInterval(influence);
}
