const EVERY_MS = 3_000;
/** One may be a moment of the network's. */
const MOST_REFUSALS = 2;
/** No page's thread is busy for so long; a machine that lost its power or its network never answers. */
const MOST_SILENCE_MS = 60_000;

/**
 * Asks again and again whether somebody far away is still there.
 *
 * @param question resolves where they are; rejects where they are known to be gone, or cannot be asked
 * @param onDeath called once: after two refusals in turn, or a minute without an answer
 * @returns ends it
 */
export function watchHeartbeat(question: () => Promise<unknown>, onDeath: () => void): () => void {
  let [answeredAt, refusals, isAsking] = [performance.now(), 0, false];
  const ask = async () => {
    isAsking = true;
    try {
      await question();
      refusals = 0;
    } catch {
      refusals += 1;
    }
    isAsking = false;
    answeredAt = performance.now();
  };
  const timer = setInterval(() => {
    if (refusals < MOST_REFUSALS && performance.now() - answeredAt < MOST_SILENCE_MS) {
      if (!isAsking) void ask();
      return;
    }
    clearInterval(timer);
    onDeath();
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
