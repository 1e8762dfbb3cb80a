import { type RefObject, useEffect, useRef } from 'react';
import { LightTableScene } from './scene.ts';

/** Half of its width, in pixels, and the ring of the focus. */
const HALF_GRIP = 28;

/** The scene on a canvas as large as its parent; the handle goes where the threshold stands. */
export function useTableCanvas(
  canvas: RefObject<HTMLCanvasElement | null>,
  handle: RefObject<HTMLDivElement | null>,
): RefObject<LightTableScene | null> {
  const scene = useRef<LightTableScene | null>(null);
  useEffect(() => {
    const element = canvas.current!;
    const less = matchMedia('(prefers-reduced-motion: reduce)');
    const created = new LightTableScene(
      element,
      (x) => {
        const grip = handle.current?.firstElementChild;
        if (!handle.current || !(grip instanceof HTMLElement)) return;
        handle.current.style.transform = `translateX(${x.toFixed(1)}px)`;
        // At the ends of the axis its words stay on the table.
        const inside = Math.min(Math.max(x, HALF_GRIP), element.clientWidth - HALF_GRIP);
        grip.style.transform = `translateX(${(inside - x).toFixed(1)}px)`;
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
