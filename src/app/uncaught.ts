import { describeError, LabError } from '../lab/lab-error.ts';
import { showProblem } from '../ui/notify.tsx';

/** What nothing else has caught reaches the person, not the console alone. */
export function tellUncaught(): void {
  // An error of another origin's script, an extension's say, comes without its object and is none of ours.
  addEventListener('error', ({ error }: ErrorEvent) => error && tell(error));
  addEventListener('unhandledrejection', ({ reason }) => tell(reason));
}

function tell(error: unknown): void {
  const description = describeError(error);
  showProblem(
    error instanceof LabError
      ? description
      : { ...description, message: `Something went wrong: ${description.message}` },
  );
}
