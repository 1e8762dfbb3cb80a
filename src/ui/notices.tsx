import '@mantine/core/styles/Notification.css';
import '@mantine/notifications/styles.css';
import { Notifications, notifications, useNotifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { clearOfFocus } from './clear-of-focus.ts';
import classes from './notices.module.css';
import { useToldHeights } from './tell-height.ts';

export { notifications };

/** The corner where notices appear: at the foot, or at the top while they would cover what has the focus. */
export function Notices() {
  const isShown = useNotifications().notifications.length > 0;
  useEffect(() => {
    if (!isShown) return undefined;
    let stop: (() => void) | undefined;
    // Mantine makes the corner after its parent: where a notice waited for it, it is there in the next frame alone.
    const frame = requestAnimationFrame(() => {
      const corner = document.querySelector<HTMLElement>(`.${classes.notices}[data-position="bottom-right"]`);
      if (corner) stop = clearOfFocus(corner);
    });
    return () => {
      cancelAnimationFrame(frame);
      stop?.();
    };
  }, [isShown]);
  const foot = useToldHeights((heights) => heights['--lab-foot'] ?? 0);
  // Above dialogs (200), below menus (300): a notice must not cover what a person has just opened.
  return (
    <Notifications
      position="bottom-right"
      limit={4}
      zIndex={250}
      className={classes.notices!}
      style={{ '--lab-foot': `${foot}px` }}
    />
  );
}
