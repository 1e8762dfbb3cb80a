import '@mantine/core/styles/Notification.css';
import '@mantine/notifications/styles.css';
import { Notifications, notifications } from '@mantine/notifications';
import classes from './notices.module.css';

export { notifications };

/** The corner where notices appear. */
export function Notices() {
  // Above dialogs (200), below menus (300): a notice must not cover what a person has just opened.
  return <Notifications position="bottom-right" limit={4} zIndex={250} className={classes.notices!} />;
}
