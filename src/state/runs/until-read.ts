import { LabError } from '../../lab/lab-error.ts';
import { showProblem } from '../../ui/notify.tsx';
import { storageProblem } from '../unsaved/storage-problem.ts';

/** Pauses between attempts, in milliseconds; the last one again and again. */
const PAUSES = [1000, 3000, 10_000, 30_000];

const REMEDY = 'Nothing stored is changed. It is tried again by itself; export what you train meanwhile.';

/**
 * Reads from the storage, and again until it succeeds: what is not known must not be acted on. A failure is told once,
 * with a button that tries at once. A browser that gives no storage has nothing to read.
 *
 * @param what for the person, for instance "The stored runs could not be read"
 * @param onFailure called when it has failed for the first time, or for good
 * @returns after the first attempt
 */
export async function untilRead(
  read: () => Promise<void>,
  what: string,
  onFailure: (isForGood: boolean) => void,
): Promise<void> {
  try {
    await read();
  } catch (error) {
    const problem = storageProblem(error, what);
    const isForGood = problem.code === 'no-storage';
    onFailure(isForGood);
    if (isForGood) return showProblem(problem);
    const told = error instanceof LabError ? problem : { ...problem, remedy: REMEDY };
    showProblem(told, { label: 'Try again', perform: tryAgain });
    void readAgain(read);
  }
}

async function readAgain(read: () => Promise<void>): Promise<void> {
  for (let failures = 0; ; failures++) {
    await pause(PAUSES[Math.min(failures, PAUSES.length - 1)]!);
    try {
      return await read();
    } catch {
      // Told when it failed first.
    }
  }
}

/** Ends the pause of whoever waits to read again. */
const wakers = new Set<() => void>();

function tryAgain(): void {
  for (const wake of wakers) wake();
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      wakers.delete(wake);
      resolve();
    };
    const timer = setTimeout(wake, milliseconds);
    wakers.add(wake);
  });
}
