import { Text } from '@mantine/core';
import { type BlockAnalysis, valMinusTest } from '../../lab/study/analyse.ts';
import type { Bet } from '../../lab/study/bet.ts';
import { betResult } from '../../lab/study/bet-result.ts';
import { SlopeChart } from '../../ui/slope-chart.tsx';
import classes from './seal.module.css';

/**
 * What became of the bet, and where each recipe went from val to test.
 *
 * @param byTest the same cells, ranked by test
 */
export function ValToTest({ byTest, bet }: { byTest: BlockAnalysis; bet: Bet | undefined }) {
  const both = byTest.cells.filter((analysis) => valMinusTest(analysis) !== null);
  return (
    <div>
      <h3 className={classes.title}>From val to test</h3>
      {bet && bet.cell !== null && (
        <Text size="sm" className={classes.sentence} data-bet>
          {betResult(byTest, bet.cell)}
        </Text>
      )}
      {both.length > 0 && (
        <SlopeChart
          label="Mean AUC of each recipe, from val to test"
          ends={['val', 'test']}
          lines={both
            .map(({ cell, val, test }) => ({
              id: cell.key,
              name: cell.name,
              from: val!.mean,
              to: test!.mean,
              isMarked: cell.key === bet?.cell,
            }))
            .toSorted((a, b) => Number(a.isMarked) - Number(b.isMarked))}
        />
      )}
      <Text size="xs" c="dimmed">
        Lines that cross have changed their order: what was highest on val need not be highest on test.
      </Text>
    </div>
  );
}
