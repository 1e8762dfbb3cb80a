import { Button } from '@mantine/core';
import { describeError } from '../../lab/lab-error.ts';
import { continuesAfter, useKept } from '../../state/runs/kept.ts';
import { useTrain } from '../../state/training/store.ts';
import type { RunRow } from '../../storage/runs.ts';
import { showProblem } from '../../ui/notify.tsx';
import { Tip } from '../../ui/tip.tsx';

interface ContinueButtonProps {
  readonly row: RunRow;
  /** Of the run, for a screen reader. */
  readonly name: string;
  readonly className?: string | undefined;
}

/** Lets a run that was cut off go on; nothing where it cannot. */
export function ContinueButton({ row, name, className }: ContinueButtonProps) {
  const epochs = useKept((kept) => continuesAfter(row, kept));
  const idle = useTrain((state) => state.phase === 'idle');
  if (epochs === null) return null;
  return (
    <Tip label={`Goes on after epoch ${epochs}, with the curve it would have had.`} width={240}>
      <Button
        size="compact-xs"
        variant="light"
        flex="none"
        className={className}
        aria-label={`Continue ${name}`}
        disabled={!idle}
        onClick={() => continueOrTell(row.id)}
      >
        Continue
      </Button>
    </Tip>
  );
}

/** Goes on with a run; says why where that cannot be. */
export function continueOrTell(id: string): void {
  import('../../state/training/session.ts')
    .then(({ continueRun }) => continueRun(id))
    .catch((error: unknown) => showProblem(describeError(error)));
}
