/** What a person does who wants to be elsewhere. */
const OWN_WAY = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const;
/** The parts of a page come one after the other, and are all there within this, in milliseconds. */
const LONGEST_MS = 5000;

/**
 * What was pressed keeps its place in the window while the page around it grows or shrinks by the press, before it is
 * painted.
 */
export function keepPlace(element: Element): void {
  if (!goesWithPage(element)) return;
  const { top } = element.getBoundingClientRect();
  const stay = () => {
    if (element.isConnected)
      scrollBy({ top: element.getBoundingClientRect().top - top, behavior: 'instant' });
  };
  const observer = new ResizeObserver(stay);
  observer.observe(document.body);
  observer.observe(document.getElementById('main') ?? document.body);
  const end = () => {
    observer.disconnect();
    clearTimeout(timer);
    for (const way of OWN_WAY) removeEventListener(way, end);
  };
  const timer = setTimeout(end, LONGEST_MS);
  for (const way of OWN_WAY) addEventListener(way, end, { passive: true });
}

/** What stays where it is, or scrolls by itself, is not moved by the page. */
function goesWithPage(element: Element): boolean {
  for (let part: Element | null = element; part; part = part.parentElement) {
    if (/sticky|fixed/.test(getComputedStyle(part).position)) return false;
  }
  return true;
}
