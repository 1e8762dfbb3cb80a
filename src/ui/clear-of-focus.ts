/** Marks what has gone to the other edge of the window. */
const AWAY = 'data-away';

/**
 * Lets what floats at an edge go to the other one while it would cover what has the focus (WCAG 2.4.11).
 *
 * @returns the way to stop
 */
export function clearOfFocus(floating: HTMLElement): () => void {
  let frame = 0;
  const check = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => settle(floating));
  };
  document.addEventListener('focusin', check);
  addEventListener('scroll', check, { passive: true, capture: true });
  const resized = new ResizeObserver(check);
  resized.observe(floating);
  // What comes late moves what has the focus.
  resized.observe(document.body);
  return () => {
    cancelAnimationFrame(frame);
    document.removeEventListener('focusin', check);
    removeEventListener('scroll', check, { capture: true });
    resized.disconnect();
  };
}

function settle(floating: HTMLElement): void {
  const { activeElement } = document;
  // Who is in it, or has no place, loses nothing: it stays where it is.
  if (!activeElement || activeElement === document.body || floating.contains(activeElement)) return;
  const seen = seenFor(activeElement);
  const covered = (isAway: boolean) => {
    floating.toggleAttribute(AWAY, isAway);
    return overlap(floating, seen);
  };
  if (covered(false) && covered(true)) floating.removeAttribute(AWAY);
}

/** A choice of a row has no size of its own: its label is what one sees. */
function seenFor(element: Element): Element {
  const { width, height } = element.getBoundingClientRect();
  const label = element instanceof HTMLInputElement ? element.labels?.[0] : undefined;
  return width * height === 0 && label ? label : element;
}

function overlap(one: Element, other: Element): boolean {
  const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
  return (
    a.height > 0 &&
    b.height > 0 &&
    a.left < b.right &&
    b.left < a.right &&
    a.top < b.bottom &&
    b.top < a.bottom
  );
}
