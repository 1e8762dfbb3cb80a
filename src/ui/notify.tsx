import { Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { LabErrorDescription } from '../lab/lab-error.ts';

/** What happened and what to do next; stays until it is closed. The same problem is shown once. */
export function showProblem(error: LabErrorDescription): void {
  notifications.show({
    id: `${error.code}:${error.message}`,
    color: 'red',
    title: error.message,
    message: error.remedy,
    autoClose: false,
    role: 'alert',
  });
}

export function showNote(message: string): void {
  notifications.show({ message, autoClose: 4000 });
}

/** Tells what was done and offers the way back for some seconds. */
export function showUndo(message: string, undo: () => void): void {
  const id = notifications.show({
    autoClose: 10_000,
    message: (
      <>
        <Text span size="sm">
          {message}
        </Text>{' '}
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          Undo
        </Button>
      </>
    ),
  });
}
