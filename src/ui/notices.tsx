import '@mantine/core/styles/Notification.css';
import '@mantine/notifications/styles.css';
import { Notifications, notifications } from '@mantine/notifications';

export { notifications };

/** The corner where notices appear. */
export function Notices() {
  return <Notifications position="bottom-right" limit={4} />;
}
