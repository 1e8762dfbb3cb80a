import { useEffect } from 'react';
import type { PlaceName } from '../../lab/lesson/places.ts';

/** Selects a place of the page by the name that it carries. */
const selector = (place: PlaceName) => `[data-place='${place}']`;

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
            `${selector(point)} { outline: 2px dashed var(--mantine-primary-color-filled); outline-offset: 3px; }`,
          ]),
    ];
    sheet.replaceSync(rules.join('\n'));
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    };
  }, [point, key]);
}

/** A place is looked for so long: its tab may be on its way. */
const PATIENCE_MS = 4000;

/** Brings a place into sight, and the focus to it. */
export function showPlace(place: PlaceName, since = performance.now()): void {
  const element = document.querySelector<HTMLElement>(selector(place));
  if (!element) {
    if (performance.now() - since < PATIENCE_MS) requestAnimationFrame(() => showPlace(place, since));
    return;
  }
  // On a narrow screen the recipe is folded away.
  const fold = element.closest('[data-folds]')?.querySelector<HTMLElement>('[aria-expanded="false"]');
  if (fold && !element.checkVisibility()) fold.click();
  requestAnimationFrame(() => {
    element.scrollIntoView({
      block: 'center',
      behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth',
    });
    if (!element.hasAttribute('tabindex') && !element.matches('a, button, input, select, textarea')) {
      element.tabIndex = -1;
    }
    element.focus({ preventScroll: true });
  });
}
