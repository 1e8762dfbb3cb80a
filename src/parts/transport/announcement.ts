import type { Phase } from '../../state/training/store.ts';
import type { RunRow } from '../../storage/runs.ts';
import { formatAuc } from '../../ui/format.ts';

/** What is told of a run. */
type Told = Pick<RunRow, 'status' | 'epochsDone' | 'summary' | 'bestVal'>;

/**
 * What a screen reader is told of the training: phases and epochs, not steps.
 *
 * @param row the run at hand; while one starts that is still the run before
 * @param step of the batch that was stepped by hand, if one was
 */
export function announcement(phase: Phase, row: Told | null | undefined, step: number | undefined): string {
  if (phase === 'idle') return row ? ended(row) : '';
  if (phase === 'starting') return 'Training starting';
  const epochs = row?.epochsDone ?? 0;
  // None yet in the warm-up, whose epochs do not count.
  const best = row?.bestVal == null ? '' : `, best validation AUC ${formatAuc(row.bestVal)}`;
  const said = phase === 'running' ? 'Training' : `Training ${phase}`;
  return `${said}${epochs > 0 ? `, epoch ${epochs} done${best}` : ''}${step === undefined ? '' : `, one batch stepped: step ${step}`}`;
}

function ended({ status, epochsDone, summary, bestVal }: Told): string {
  if (status === 'stopped') return `Training stopped after epoch ${epochsDone}.`;
  if (status !== 'finished') return '';
  const score = summary?.test
    ? `Test AUC ${formatAuc(summary.test.auc)}`
    : `Best validation AUC ${formatAuc(bestVal)}`;
  return `Training finished. ${score}.`;
}
