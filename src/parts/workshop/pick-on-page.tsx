import { IconFocus2, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { PLACES, type PlaceName } from '../../lab/lesson/places.ts';
import classes from './workshop.module.css';

interface Found {
  readonly place: PlaceName;
  readonly element: HTMLElement;
}

function placeOf(target: EventTarget | null): Found | null {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-place]') : null;
  const place = element?.dataset.place;
  return element && place && Object.hasOwn(PLACES, place) ? { place: place as PlaceName, element } : null;
}

/**
 * While it is there, a place of the page under the pointer or with the focus shows what a press would do with it; the press
 * does that, and nothing else. Escape ends it.
 */
export function PickOnPage({
  kind,
  onPick,
  onEnd,
}: {
  kind: 'hide' | 'point';
  onPick: (place: PlaceName) => void;
  onEnd: () => void;
}) {
  const [found, setFound] = useState<Found | null>(null);
  const [rect, setRect] = useState<DOMRect | null>(null);
  useEffect(() => {
    const look = ({ target }: Event) => setFound(placeOf(target));
    const take = (event: Event) => {
      const at = placeOf(event.target);
      if (!at) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.type !== 'click') return;
      setFound(null);
      onPick(at.place);
    };
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onEnd();
      if (event.key !== 'Delete') return;
      const at = placeOf(event.target);
      if (at) onPick(at.place);
      if (at) event.preventDefault();
    };
    const looks = ['pointerover', 'focusin'] as const;
    const takes = ['click', 'pointerdown', 'mousedown'] as const;
    for (const name of looks) document.addEventListener(name, look, true);
    for (const name of takes) document.addEventListener(name, take, true);
    document.addEventListener('keydown', press, true);
    return () => {
      for (const name of looks) document.removeEventListener(name, look, true);
      for (const name of takes) document.removeEventListener(name, take, true);
      document.removeEventListener('keydown', press, true);
    };
  }, [onPick, onEnd]);
  useEffect(() => {
    const measure = () => setRect(found?.element.isConnected ? found.element.getBoundingClientRect() : null);
    measure();
    document.addEventListener('scroll', measure, true);
    window.addEventListener('resize', measure);
    return () => {
      document.removeEventListener('scroll', measure, true);
      window.removeEventListener('resize', measure);
    };
  }, [found]);
  if (!found || !rect || rect.width === 0) return null;
  const { left, top, width, height } = rect;
  const { words } = PLACES[found.place];
  return createPortal(
    <div
      className={classes.frame}
      style={{ left, top, width, height }}
      data-kind={kind}
      data-pick={found.place}
    >
      <span className={classes.cross}>
        {kind === 'hide' ? <IconX size={16} aria-hidden /> : <IconFocus2 size={16} aria-hidden />}
        {kind === 'hide' ? `Hide ${words}` : `Point at ${words}`}
      </span>
    </div>,
    document.body,
  );
}
