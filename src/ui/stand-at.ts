/** What a person does who wants to be elsewhere. */
const OWN_WAY = ['wheel', 'pointerdown', 'touchstart', 'keydown'] as const;
/** Parts of a page that come later make it long enough within this, in milliseconds. */
const LONGEST = 2000;
/** Frames in which the page has to stand there: what comes meanwhile may move it, a change of the address too. */
const STILL = 10;

/**
 * Scrolls the page to where it stood before. Its parts come one after the other, so at first it may be too short: it is
 * tried until it stands there, time is up, or the person goes elsewhere.
 *
 * @param place in pixels from the top
 */
export function standAt(place: number): void {
  const until = performance.now() + LONGEST;
  let frame = 0;
  let still = 0;
  const stop = () => {
    cancelAnimationFrame(frame);
    for (const way of OWN_WAY) removeEventListener(way, stop);
  };
  const go = () => {
    still = Math.abs(window.scrollY - place) <= 1 ? still + 1 : 0;
    if (still === 0) window.scrollTo({ top: place });
    if (still > STILL || performance.now() > until) stop();
    else frame = requestAnimationFrame(go);
  };
  for (const way of OWN_WAY) addEventListener(way, stop, { passive: true });
  go();
}
