import { useEffect, useState } from 'react';

/**
 * Gives the focus back to whoever had it when a window opened, once the window is gone: Mantine does so only for windows
 * that stay there closed, and ours are made when they are wanted.
 */
export function useReturnFocus(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      setTimeout(() => {
        // Where the focus has found another place by then, it stays there.
        if (document.activeElement === document.body && before instanceof HTMLElement) {
          before.focus({ preventScroll: true });
        }
      }, 0);
    },
    [before],
  );
}
