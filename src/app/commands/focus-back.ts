import { useLayoutEffect } from 'react';

/** Who had the focus before an overlay gets it back. Mantine does so only for what was there before it opened. */
export function useFocusBack(): void {
  useLayoutEffect(() => {
    const before = document.activeElement;
    return () => {
      setTimeout(() => {
        if (document.activeElement !== document.body) return;
        const place = before?.isConnected ? before : document.getElementById('main');
        if (place instanceof HTMLElement) place.focus({ preventScroll: true });
      });
    };
  }, []);
}
