import { useEffect } from 'react';
import type { PlaceName } from '../../lab/lesson/places.ts';

/** Selects a place of the page by the name that it carries. */
const selector = (place: PlaceName) => `[data-place='${place}']`;

/** Selects what is moved by hand at such a place, where there is something: it may stand in another card. */
const handleSelector = (place: PlaceName) => `main [data-handle-of='${place}']:not([hidden])`;

/**
 * Marks the place that a step points at, and takes what the lesson hides out of the way. By a style sheet, as a place may
 * be drawn later, or anew.
 */
export function usePageMarks(point: PlaceName | null, hidden: readonly PlaceName[]): void {
  const key = hidden.join(',');
  useEffect(() => {
    const sheet = new CSSStyleSheet();
    const rules = [
      ...(key === '' ? [] : key.split(',')).map(
        (place) => `${selector(place as PlaceName)} { display: none !important; }`,
      ),
      ...(point === null
        ? []
        : [
            `${handleSelector(point)}, :root:not(:has(${handleSelector(point)})) ${selector(point)} { outline: 2px dashed var(--mantine-primary-color-filled); outline-offset: 3px; }`,
          ]),
    ];
    sheet.replaceSync(rules.join('\n'));
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    };
  }, [point, key]);
}

/** Places where something is moved by hand, which is what one looks for. */
const PLACES_WITH_HANDLE: readonly PlaceName[] = ['threshold'];

/** A place is looked for so long: its tab may be on its way. */
const PATIENCE_MS = 4000;

/** So long what a tab still draws may push a place out of sight. */
const SETTLING_MS = 3000;

/** Scrolls to a place, its beginning first where it is higher than the window, and again where it is pushed away meanwhile. */
export function bringIntoSight(element: HTMLElement): void {
  const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
  const scroll = () => {
    const isTall = element.getBoundingClientRect().height > 0.8 * innerHeight;
    element.scrollIntoView({ block: isTall ? 'start' : 'center', behavior });
  };
  scroll();
  const observer = new ResizeObserver(scroll);
  observer.observe(document.getElementById('main') ?? document.body);
  const end = () => {
    observer.disconnect();
    for (const kind of ['wheel', 'touchmove', 'keydown', 'pointerdown']) removeEventListener(kind, end);
  };
  // Who scrolls, presses or types is where they want to be.
  for (const kind of ['wheel', 'touchmove', 'keydown', 'pointerdown']) addEventListener(kind, end);
  setTimeout(end, SETTLING_MS);
}

/** What is moved by hand there comes a little later than what is said of it. */
const HANDLE_MS = 1500;

/** Brings a place, or what is moved by hand there, into sight, and the focus to it. */
export function showPlace(place: PlaceName, since = performance.now()): void {
  const waited = performance.now() - since;
  const handle = document.querySelector<HTMLElement>(handleSelector(place));
  const element = handle ?? document.querySelector<HTMLElement>(selector(place));
  if (!element || (!handle && PLACES_WITH_HANDLE.includes(place) && waited < HANDLE_MS)) {
    // On a narrow screen the recipe is made when it is first unfolded.
    const [part] = place.split('.');
    const folded = `[data-folds='${part}']:not([data-opened]) [aria-expanded='false']`;
    const fold = document.querySelector<HTMLElement>(folded);
    if (fold?.checkVisibility()) fold.click();
    if (waited < PATIENCE_MS) requestAnimationFrame(() => showPlace(place, since));
    return;
  }
  // On a narrow screen the recipe is folded away.
  const fold = element.closest('[data-folds]')?.querySelector<HTMLElement>('[aria-expanded="false"]');
  if (fold && !element.checkVisibility()) fold.click();
  requestAnimationFrame(() => {
    bringIntoSight(element);
    if (!element.hasAttribute('tabindex') && !element.matches('a, button, input, select, textarea')) {
      element.tabIndex = -1;
    }
    element.focus({ preventScroll: true });
  });
}
