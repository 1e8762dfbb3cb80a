import { useCallback } from 'react';
import { rankingInfluenceWork } from '../../lab/ranking/cross-fit.ts';
import { classAucs } from '../../lab/results/class-aucs.ts';
import type { Predictions } from '../../lab/run-record.ts';
import { influenceInterval } from '../../lab/statistics/delong.ts';
import type { Interval } from '../../lab/statistics/intervals.ts';
import type { Work } from '../../lab/work.ts';
import type { ScoredParts } from '../../state/results/scored-parts.ts';
import { useWork } from '../../state/results/use-work.ts';
import type { RunRow } from '../../storage/runs.ts';

export interface AucIntervals {
  readonly test: Interval | null;
  readonly ranking: Interval | null;
  /** Of the best epoch. */
  readonly val: Interval | null;
}

/**
 * 95 % intervals of the AUCs of a run. Its record holds those of two classes; those of several, and of labels, are worked
 * out of the predictions, and are null until then.
 *
 * @param parts null while they are read
 */
export function useAucIntervals(
  { dataset: { task }, summary }: RunRow,
  parts: ScoredParts | null,
): AucIntervals {
  const isKnown = task === 'binary';
  const [val, test, ranking] = isKnown ? [] : [parts?.val, parts?.test, parts?.ranking];
  const beginVal = useCallback(() => classAucs(val!), [val]);
  const beginTest = useCallback(() => classAucs(test!), [test]);
  const beginRanking = useCallback(() => rankingInterval(ranking!, task), [ranking, task]);
  const ofVal = useWork(val ? beginVal : null);
  const ofTest = useWork(test ? beginTest : null);
  const ofRanking = useWork(ranking ? beginRanking : null);
  return {
    test: summary?.test?.interval ?? ofTest?.mean.interval ?? null,
    ranking: summary?.ranking?.interval ?? ofRanking,
    val: summary?.val.interval ?? ofVal?.mean.interval ?? null,
  };
}

function* rankingInterval(predictions: Predictions, task: RunRow['dataset']['task']): Work<Interval | null> {
  const influence = yield* rankingInfluenceWork(predictions, task);
  return influence && influenceInterval(influence);
}
