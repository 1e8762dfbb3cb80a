import { type RefObject, useEffect, useRef } from 'react';
import { LightTableScene } from './scene.ts';

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
        if (handle.current) handle.current.style.transform = `translateX(${x.toFixed(1)}px)`;
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
