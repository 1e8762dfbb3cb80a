import { useEffect, useState } from 'react';
import type { Work } from '../../lab/work.ts';
import { inSlices } from './in-slices.ts';

/**
 * What a computation comes to, once it is done between the page's turns; null until then. The answer to another question is
 * never shown.
 *
 * @param begin null: there is nothing to do; another function is another question
 */
export function useWork<Result>(begin: (() => Work<Result>) | null): Result | null {
  const [answer, setAnswer] = useState<{
    readonly begin: () => Work<Result>;
    readonly result: Result;
  } | null>(null);
  useEffect(() => {
    if (!begin) return;
    const abort = new AbortController();
    void inSlices(begin(), abort.signal).then((result) => {
      if (!abort.signal.aborted) setAnswer({ begin, result: result as Result });
    });
    return () => abort.abort();
  }, [begin]);
  return answer !== null && answer.begin === begin ? answer.result : null;
}
