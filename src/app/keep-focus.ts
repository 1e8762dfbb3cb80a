/** A part of the page that the focus can fall back to. */
const PARTS = 'section, [role="dialog"], aside, nav, main';

/** What gives the focus on by itself, where it knows a better place, does so within this time. */
const PATIENCE_MS = 250;

/**
 * Whoever goes by the keyboard is not thrown to the top of the page where what had the focus goes away, or can no longer be
 * pressed: the nearest part around it that is still there gets the focus. Once for the whole page, as a button that goes
 * when it was pressed may stand anywhere.
 */
export function installKeepFocus(): void {
  let focused: HTMLElement | null = null;
  let around: readonly HTMLElement[] = [];
  document.addEventListener('focusin', ({ target }) => {
    // A click says where one is by itself.
    focused = target instanceof HTMLElement && target.matches(':focus-visible') ? target : null;
    around = focused ? partsAround(focused) : [];
  });
  let waits = false;
  new MutationObserver(() => {
    if (waits || focused === null || !isLost(focused)) return;
    waits = true;
    setTimeout(() => {
      waits = false;
      if (focused !== null && isLost(focused)) fallBack(around);
    }, PATIENCE_MS);
  }).observe(document.body, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['disabled'],
  });
}

function isLost(element: HTMLElement): boolean {
  return document.activeElement === document.body && (!element.isConnected || element.matches(':disabled'));
}

function partsAround(element: HTMLElement): readonly HTMLElement[] {
  const parts: HTMLElement[] = [];
  for (let part = element.closest<HTMLElement>(PARTS); part; ) {
    parts.push(part);
    part = part.parentElement?.closest<HTMLElement>(PARTS) ?? null;
  }
  return parts;
}

function fallBack(around: readonly HTMLElement[]): void {
  const part = around.find((candidate) => candidate.isConnected) ?? document.getElementById('main');
  if (!part) return;
  if (!part.hasAttribute('tabindex')) part.tabIndex = -1;
  part.focus({ preventScroll: true });
}
