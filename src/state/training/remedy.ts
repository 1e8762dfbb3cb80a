import { describeError, type LabErrorDescription } from '../../lab/lab-error.ts';
import { type NoticeAction, showProblem } from '../../ui/notify.tsx';

/**
 * What a press of a button can do about the error that ended a run.
 *
 * @param trainOnProcessor trains its recipe where no device can be lost
 */
export function remedyFor(
  error: LabErrorDescription,
  trainOnProcessor: () => Promise<void>,
): NoticeAction | undefined {
  if (error.code !== 'device-lost') return undefined;
  return {
    label: 'Train with SIMD',
    perform: () => {
      trainOnProcessor().catch((failure: unknown) => showProblem(describeError(failure)));
    },
  };
}
