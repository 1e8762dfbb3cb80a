import { type RefObject, useEffect, useRef, useState } from 'react';

/** Told when an element comes near the screen; one observer for all, as lists have hundreds. */
const waiting = new WeakMap<Element, () => void>();
let observer: IntersectionObserver | null = null;

function observerOfAll(): IntersectionObserver {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) if (isIntersecting) waiting.get(target)?.();
    },
    { rootMargin: '100px' },
  );
  return observer;
}

/** Whether the element has been on the screen, or near it. */
export function useSeen<Type extends Element>(): [RefObject<Type | null>, boolean] {
  const ref = useRef<Type>(null);
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element || isSeen) return;
    const all = observerOfAll();
    waiting.set(element, () => setSeen(true));
    all.observe(element);
    return () => {
      waiting.delete(element);
      all.unobserve(element);
    };
  }, [isSeen]);
  return [ref, isSeen];
}
