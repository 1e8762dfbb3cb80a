import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { LabErrorDescription } from '../lab/lab-error.ts';
import classes from './notice.module.css';

/** An error where it belongs: what happened, what to do next, and the button that does it. */
export function ErrorNotice({
  error,
  onClose,
  children,
}: {
  error: LabErrorDescription;
  onClose?: () => void;
  children?: ReactNode;
}) {
  return (
    <Alert
      variant="outline"
      color="red"
      className={classes.error}
      icon={<IconAlertTriangle size={20} />}
      title={error.message}
      withCloseButton={onClose !== undefined}
      closeButtonLabel="Dismiss"
      {...(onClose ? { onClose } : {})}
      data-error-code={error.code}
    >
      <Text size="sm">{error.remedy}</Text>
      {children && (
        <Group mt="xs" gap="xs">
          {children}
        </Group>
      )}
    </Alert>
  );
}

/** An empty place: says what will be there and holds the button that fills it. */
export function EmptyPlace({
  icon,
  title,
  children,
  action,
}: {
  icon: ReactNode;
  title: string;
  children: ReactNode;
  action?: { label: string; onClick: () => void };
}) {
  return (
    <Stack align="center" gap="xs" className={classes.empty}>
      <span className={classes.emptyIcon} aria-hidden>
        {icon}
      </span>
      <Text fw={600}>{title}</Text>
      <Text size="sm" c="dimmed" ta="center" maw={440}>
        {children}
      </Text>
      {action && (
        <Button mt="xs" variant="light" onClick={action.onClick}>
          {action.label}
        </Button>
      )}
    </Stack>
  );
}
