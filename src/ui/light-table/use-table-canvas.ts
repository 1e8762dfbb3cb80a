import { type RefObject, useEffect, useRef } from 'react';
import { LightTableScene } from './scene.ts';

/** Least room between the handle and the edge of the table, in pixels: the ring of the focus. */
const EDGE = 5;

/** The scene on a canvas as large as its parent; the handle goes where the threshold stands. */
export function useTableCanvas(
  canvas: RefObject<HTMLCanvasElement | null>,
  handle: RefObject<HTMLDivElement | null>,
): RefObject<LightTableScene | null> {
  const scene = useRef<LightTableScene | null>(null);
  useEffect(() => {
    const element = canvas.current!;
    let placed = '';
    const less = matchMedia('(prefers-reduced-motion: reduce)');
    const created = new LightTableScene(
      element,
      (x, width) => {
        // At the ends of the axis it stays on the table, whole and with its ring. Nothing is asked of the page's layout, which
        // would be worked out for the answer in each frame.
        const last = `calc(${width - EDGE}px - 100%)`;
        const place = `translateX(clamp(${EDGE}px, calc(${x.toFixed(1)}px - 50%), ${last}))`;
        if (place === placed) return;
        placed = place;
        if (handle.current) handle.current.style.transform = place;
      },
      () => less.matches,
    );
    scene.current = created;
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      created.resize(Math.round(width), Math.round(height), devicePixelRatio);
    });
    observer.observe(element.parentElement!);
    return () => {
      observer.disconnect();
      created.dispose();
      scene.current = null;
    };
  }, [canvas, handle]);
  return scene;
}
