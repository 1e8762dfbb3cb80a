/** What a person does who wants to be elsewhere. */
const OWN_WAY = ['wheel', 'pointerdown', 'touchstart', 'keydown'] as const;
/** The parts of a page come one after the other, and are all there within this, in milliseconds. */
const LONGEST = 5000;
/** Frames in which the page has to stand there: what comes meanwhile may move it, a change of the address too. */
const STILL = 10;

/**
 * Scrolls the page to where an element begins, though what stands above it may still fold, or be on its way.
 *
 * @param isWanted whether it still is, asked before each time
 */
export function standBefore(element: Element, isWanted = () => true): void {
  let last = { top: Number.NaN, scroll: Number.NaN };
  let isMovedOn = false;
  untilStill(() => {
    const { top } = element.getBoundingClientRect();
    // Where the element is where it was on the page, and the page is not, somebody else has moved it on.
    isMovedOn ||= scrollY !== last.scroll && Math.abs(top + scrollY - last.top - last.scroll) <= 1;
    if (isMovedOn || !isWanted()) return true;
    element.scrollIntoView({ block: 'start' });
    const now = { top: element.getBoundingClientRect().top, scroll: scrollY };
    const isThere = Math.abs(now.top - last.top) <= 1 && element.checkVisibility();
    last = now;
    return isThere;
  });
}

/**
 * Does the same in each frame until it has been done for a while, time is up, or the person goes elsewhere.
 *
 * @param act returns whether there was nothing to do
 */
export function untilStill(act: () => boolean): void {
  const since = performance.now();
  const until = since + LONGEST;
  let frame = 0;
  let still = 0;
  const stop = () => {
    cancelAnimationFrame(frame);
    for (const way of OWN_WAY) removeEventListener(way, stopOwnWay);
  };
  // The key that led here is still on its way up to the window where the page was drawn at once.
  const stopOwnWay = ({ timeStamp }: Event) => {
    if (timeStamp > since) stop();
  };
  const go = () => {
    still = act() ? still + 1 : 0;
    if (still > STILL || performance.now() > until) stop();
    else frame = requestAnimationFrame(go);
  };
  for (const way of OWN_WAY) addEventListener(way, stopOwnWay, { passive: true });
  go();
}
