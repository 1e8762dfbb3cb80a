import type { ReactNode } from 'react';
import type { Scores } from '../../lab/run-record.ts';
import { SealedNote } from '../../parts/seal/sealed-note.tsx';
import type { RunRow } from '../../storage/runs.ts';
import { oneStop } from '../../ui/one-stop.ts';
import { Term } from '../../ui/term.tsx';
import classes from './answer.module.css';
import { figure, intervalWords } from './figure-words.ts';
import type { AucIntervals } from './use-auc-intervals.ts';

/** What the run comes to, in one sentence: of val cross-fitted, as runs are compared by, then of test where it is open. */
export function Answer({ row, intervals }: { row: RunRow; intervals: AucIntervals }) {
  const summary = row.summary!;
  const val = summary.ranking ?? summary.val;
  return (
    <section className={classes.answer} aria-label="Answer" data-place="answer">
      <p ref={oneStop} className={classes.sentence}>
        {inOrder(row, val)} <Term of="auc">AUC</Term> <b className={classes.auc}>{figure(val.auc)}</b>
        {intervalWords(summary.ranking ? intervals.ranking : intervals.val)}, on{' '}
        {row.dataset.counts.val.toLocaleString('en')} <Term of="val">validation</Term> images
        {summary.ranking ? (
          <>
            , <Term of="crossFitted">cross-fitted</Term>
          </>
        ) : (
          ' that chose its epoch'
        )}
        .
      </p>
      {summary.test ? (
        <p className={classes.second}>
          On the {row.dataset.counts.test.toLocaleString('en')} <Term of="test">test</Term> images: AUC{' '}
          <b>{figure(summary.test.auc)}</b>
          {intervalWords(intervals.test)}.
        </p>
      ) : (
        <SealedNote row={row} />
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
