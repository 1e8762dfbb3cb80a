import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { remedyFor } from '../../state/training/remedy.ts';
import { useTrain } from '../../state/training/store.ts';
import { takeOverFailure } from '../../state/training/told-in-place.ts';
import type { RunRow } from '../../storage/runs.ts';
import { ErrorNotice } from '../../ui/notice.tsx';
import { hideProblem } from '../../ui/notify.tsx';
import { ContinueButton } from '../run-rail/continue-button.tsx';

/** The error that ended a run, told here and by no notice beside it, and the button that does something about it. */
export function RunFailure({ row }: { row: RunRow }) {
  const idle = useTrain((state) => state.phase === 'idle');
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!row.error) return;
    if (takeOverFailure(row.id)) place.current?.scrollIntoView({ block: 'nearest' });
    else hideProblem(row.error);
  }, [row.id, row.error]);
  if (!row.error) return null;
  const remedy = remedyFor(row.error, async () => {
    const { trainOnProcessor } = await import('../../state/training/session.ts');
    await trainOnProcessor(row.recipe);
  });
  return (
    <div ref={place}>
      <ErrorNotice error={row.error}>
        {remedy && (
          <Button size="compact-sm" variant="light" disabled={!idle} onClick={remedy.perform}>
            {remedy.label}
          </Button>
        )}
        <ContinueButton row={row} name="the run" />
      </ErrorNotice>
    </div>
  );
}
