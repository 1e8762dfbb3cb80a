import type { LoadProgress } from '../lab/dataset.ts';

/**
 * Reports a stage in steps of about one percent, so that a large file does not flood the page with messages.
 *
 * @returns a function to call with the bytes done so far
 */
export function createProgress(
  onProgress: (progress: LoadProgress) => void,
  stage: LoadProgress['stage'],
  total: number | null,
): (done: number) => void {
  const step = total === null ? 2 ** 18 : total / 100;
  let next = 0;
  return (done) => {
    if (done < next && done !== total) return;
    next = done + step;
    onProgress({ stage, done, total });
  };
}
