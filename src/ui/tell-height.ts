/** Heights of what lies over the page, told to all of it: what gets the focus, and notices, keep clear of it. */
type Name = '--lab-bar' | '--lab-foot';

/**
 * Tells the height of an element for as long as it lies over the page, none while it stands in its own place.
 *
 * @param position with which it lies over the page
 * @returns the way to stop
 */
export function tellHeight(
  element: HTMLElement | null,
  name: Name,
  position: 'sticky' | 'fixed',
): () => void {
  const root = document.documentElement.style;
  const observer = new ResizeObserver(() => {
    const lies = element !== null && getComputedStyle(element).position === position;
    root.setProperty(name, `${lies ? element.offsetHeight : 0}px`);
  });
  // What comes into it may change how it lies, and its own height not.
  for (const told of element ? [element, ...element.children] : []) observer.observe(told);
  return () => {
    observer.disconnect();
    root.removeProperty(name);
  };
}
