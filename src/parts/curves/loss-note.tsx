import { Button } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { lossAgainstOrder } from '../../lab/curves/epochs-in-words.ts';
import { moveCursor } from '../../ui/chart/cursor.ts';
import { formatLoss } from '../../ui/format.ts';
import classes from './run-charts.module.css';
import type { DrawnRun } from './run-curves.ts';

/** Under the AUC margin loss: that the loss rose while the order got better, once it has happened, and why. */
export function LossNote({ run: { row, series } }: { run: DrawnRun }) {
  const isRanking = row.recipe.loss.name === 'aucm';
  const found = useMemo(
    () => (isRanking ? lossAgainstOrder(series.epochs) : null),
    [isRanking, series.epochs],
  );
  const [isShown, setShown] = useState(false);
  const epoch = found?.epochs[1] ?? null;
  useEffect(() => {
    if (!isShown || epoch === null) return;
    moveCursor('epoch', epoch);
    return () => moveCursor('epoch', null);
  }, [isShown, epoch]);
  if (!found) return null;
  const [before, after] = found.epochs;
  return (
    <div className={classes.note} role="note">
      From epoch {before} to {after} the loss rose, {formatLoss(found.losses[0])} to{' '}
      {formatLoss(found.losses[1])}, and the order got better, AUC {found.aucs[0].toFixed(3)} to{' '}
      {found.aucs[1].toFixed(3)}. This loss has a price, α, on every gap between a and b that is short of the
      margin: while the price grows, so can the loss.
      <Button
        size="compact-xs"
        variant="default"
        aria-pressed={isShown}
        onClick={() => setShown((shown) => !shown)}
      >
        {isShown ? 'Back to the latest epoch' : 'Show a and b then'}
      </Button>
    </div>
  );
}
