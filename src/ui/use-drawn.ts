import { useEffect, useState } from 'react';

/**
 * Whether the component is on the screen: false when it is first drawn, true from a task of its own after that. What is
 * drawn then is no part of the first task, which would keep the page from answering.
 */
export function useDrawn(): boolean {
  const [isDrawn, setDrawn] = useState(false);
  useEffect(() => {
    // The frame is drawn between the two.
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => setDrawn(true));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, []);
  return isDrawn;
}
