/**
 * Which epochs of a run are trained a second time when it goes on; null: none.
 *
 * @param kept epochs up to which its state is kept; null: it does not go on
 */
export function trainedAgain(kept: number | null, done: number): string | null {
  if (kept === null || kept >= done) return null;
  return done === kept + 1
    ? `Continue trains epoch ${done} again`
    : `Continue trains epochs ${kept + 1} to ${done} again`;
}
