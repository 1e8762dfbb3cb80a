import { Button } from '@mantine/core';
import { remedyFor } from '../../state/training/remedy.ts';
import { useTrain } from '../../state/training/store.ts';
import type { RunRow } from '../../storage/runs.ts';
import { ErrorNotice } from '../../ui/notice.tsx';
import { ContinueButton } from '../run-rail/continue-button.tsx';

/** The error that ended a run, and the button that does something about it. */
export function RunFailure({ row }: { row: RunRow }) {
  const idle = useTrain((state) => state.phase === 'idle');
  if (!row.error) return null;
  const remedy = remedyFor(row.error, async () => {
    const { trainOnProcessor } = await import('../../state/training/session.ts');
    await trainOnProcessor(row.recipe);
  });
  return (
    <ErrorNotice error={row.error}>
      {remedy && (
        <Button size="compact-sm" variant="light" disabled={!idle} onClick={remedy.perform}>
          {remedy.label}
        </Button>
      )}
      <ContinueButton row={row} name="the run" />
    </ErrorNotice>
  );
}
