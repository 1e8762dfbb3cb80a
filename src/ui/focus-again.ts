import { standBefore, untilStill } from './until-still.ts';

/** What can have the focus and goes away with its part of the page, to be drawn anew. */
const FOCUSABLE = 'button, a[href], [role="slider"], [tabindex="0"]';

/** Where the focus goes that has lost its place. */
const PAGE = 'main';

function nameOf(element: Element): string {
  return element.getAttribute('aria-label') ?? element.textContent ?? '';
}

/** What had the focus on a page that goes away, told so that it is found again. */
export interface LeftFocus {
  readonly name: string;
  /** How many of that name stand before it. */
  readonly nth: number;
  /** Where it stood, in pixels from the top of the window. */
  readonly top: number;
}

/** What has the focus on the page; null where nothing has. */
export function leftFocus(): LeftFocus | null {
  const focused = document.activeElement;
  const page = document.querySelector<HTMLElement>(PAGE);
  if (!page || !(focused instanceof HTMLElement)) return null;
  const name = nameOf(focused);
  const nth = named(page, name).indexOf(focused);
  return name === '' || nth < 0 ? null : { name, nth, top: focused.getBoundingClientRect().top };
}

/**
 * Gives the focus back to what had it before its part of the page went away, once that is drawn anew, and lets it stand
 * where it stood. Until it is there the page itself has the focus.
 *
 * @param place where the page stood, in pixels; for what is not found again
 */
export function focusAgain(left: LeftFocus | null, place: number | null = null): void {
  const page = document.querySelector<HTMLElement>(PAGE);
  page?.focus({ preventScroll: true });
  untilStill(() => {
    const found = left && page && named(page, left.name)[left.nth];
    // What waits for a part of itself is hidden meanwhile, takes no focus, and loses the one that it had.
    if (!left || !found?.checkVisibility()) {
      // Still to come, perhaps: a part that is drawn late would else find nobody who waits for it.
      if (place !== null && Math.abs(window.scrollY - place) > 1) window.scrollTo({ top: place });
      return left === null;
    }
    if (document.activeElement === page || document.activeElement === document.body) {
      found.focus({ preventScroll: true });
    }
    const off = found.getBoundingClientRect().top - left.top;
    const before = window.scrollY;
    window.scrollBy({ top: off });
    return window.scrollY === before;
  });
}

function named(page: HTMLElement, name: string): HTMLElement[] {
  return [...page.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((element) => nameOf(element) === name);
}

/** Gives the focus to the first heading that is in sight, or to the page, brought to its beginning. */
export function focusInSight(): void {
  const page = document.querySelector<HTMLElement>(PAGE);
  const inSight = [...(page?.querySelectorAll<HTMLElement>('h2, h3') ?? [])].find((heading) => {
    const { top, bottom } = heading.getBoundingClientRect();
    return heading.checkVisibility() && top >= 0 && bottom <= innerHeight;
  });
  if (inSight) {
    inSight.tabIndex = -1;
    inSight.focus({ preventScroll: true });
  } else focusPage();
}

/** To the beginning of the page, past the recipe, whose fields may still be on their way. */
export function focusPage(): void {
  const page = document.querySelector<HTMLElement>(PAGE);
  if (!page) return;
  page.focus({ preventScroll: true });
  standBefore(page, () => document.activeElement === page);
}
