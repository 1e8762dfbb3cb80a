import { create } from 'zustand';

/** Heights of what lies over the page, told to all of it: what gets the focus, and notices, keep clear of it. */
type Name = '--lab-bar' | '--lab-foot';

/** The heights for parts of the page: --lab-foot is not handed down, as each of its changes would style the whole page anew. */
export const useToldHeights = create<Partial<Record<Name, number>>>(() => ({}));

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
  const tell = (height: number | undefined) => {
    if (useToldHeights.getState()[name] === height) return;
    useToldHeights.setState({ [name]: height });
    if (height === undefined) root.removeProperty(name);
    else root.setProperty(name, `${height}px`);
  };
  const observer = new ResizeObserver(() => {
    const lies = element !== null && getComputedStyle(element).position === position;
    tell(lies ? element.offsetHeight : 0);
  });
  // What comes into it may change how it lies, and its own height not.
  for (const told of element ? [element, ...element.children] : []) observer.observe(told);
  return () => {
    observer.disconnect();
    tell(undefined);
  };
}
