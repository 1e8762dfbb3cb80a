import { type RefObject, useEffect, useRef, useState } from 'react';

/** How far from the screen an element may be, as the margin of an IntersectionObserver. */
type Near = '100px' | '100%';

interface Observed {
  readonly observer: IntersectionObserver;
  readonly waiting: WeakMap<Element, () => void>;
}

/** One observer for all that are told at the same distance, as lists have hundreds. */
const observed = new Map<Near, Observed>();

function observedNear(near: Near): Observed {
  const known = observed.get(near);
  if (known) return known;
  const waiting = new WeakMap<Element, () => void>();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) if (isIntersecting) waiting.get(target)?.();
    },
    { rootMargin: near },
  );
  const made = { observer, waiting };
  observed.set(near, made);
  return made;
}

/**
 * Whether the element has been on the screen, or near it.
 *
 * @param near 100 %: a screen above or below
 */
export function useSeen<Type extends Element>(near: Near = '100px'): [RefObject<Type | null>, boolean] {
  const ref = useRef<Type>(null);
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element || isSeen) return;
    const { observer, waiting } = observedNear(near);
    waiting.set(element, () => setSeen(true));
    observer.observe(element);
    return () => {
      waiting.delete(element);
      observer.unobserve(element);
    };
  }, [isSeen, near]);
  return [ref, isSeen];
}
