/**
 * Begins something when it is first asked for (a chunk that is fetched, a module that is compiled) and hands the same to
 * all who ask later. A failure is told to those who wait and then forgotten, so that whoever asks next tries again: the
 * network may be back.
 */
export function untilItFails<Value>(begin: () => Promise<Value>): () => Promise<Value> {
  let kept: Promise<Value> | null = null;
  return () => {
    if (kept) return kept;
    const begun = begin();
    kept = begun;
    begun.catch(() => {
      if (kept === begun) kept = null;
    });
    return begun;
  };
}
